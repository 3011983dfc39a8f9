"""Shows an empty QMainWindow and prints the moment at which it stands."""

import time

from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
application.processEvents()
window.repaint()
print(time.monotonic(), flush=True)

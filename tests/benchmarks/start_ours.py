"""Starts the program on the sample office and prints the moment at which its first page can be used."""

import sys
import time


def main() -> int:
    """Looks each millisecond whether the grants of the portfolio are shown."""
    from desktop.__main__ import open_window

    application = open_window(["--sample"])
    from PySide6.QtCore import QTimer

    from desktop.ui.widgets.grant_list import GrantList

    def look() -> None:
        if application.window.findChild(GrantList) is not None and timer.isActive():
            timer.stop()
            application.window.repaint()
            print(time.monotonic(), flush=True)
            application.window.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(1)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

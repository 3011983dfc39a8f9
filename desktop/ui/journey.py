"""Where one has been: back, forward and here, as in a browser."""

from __future__ import annotations

from desktop.ui.context import Route


class Journey:
    """The way through the pages."""

    def __init__(self, start: Route) -> None:
        self.here = start
        self._back: list[Route] = []
        self._forward: list[Route] = []

    @property
    def can_go_back(self) -> bool:
        """Whether one came from somewhere."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back before."""
        return bool(self._forward)

    def go(self, route: Route) -> bool:
        """Goes on to `route`; False when one is there already."""
        if route == self.here:
            return False
        self._back.append(self.here)
        self._forward.clear()
        self.here = route
        return True

    def back(self) -> bool:
        """Goes to where one was before; False when there is no before."""
        return self._turn(self._back, self._forward)

    def forward(self) -> bool:
        """Goes to where one came back from; False when one did not."""
        return self._turn(self._forward, self._back)

    def _turn(self, takes: list[Route], leaves: list[Route]) -> bool:
        if not takes:
            return False
        leaves.append(self.here)
        self.here = takes.pop()
        return True

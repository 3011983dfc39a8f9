"""The log file: what went wrong, for whoever helps the user. No amounts, no names, no parameters of queries."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


def start_log(path: Path, *, level: int = logging.WARNING) -> logging.Logger:
    """The program's logger, writing to `path`; three files of half a megabyte are kept."""
    logger = logging.getLogger("grantdesk")
    logger.setLevel(level)
    logger.propagate = False
    if not any(isinstance(handler, RotatingFileHandler) for handler in logger.handlers):
        handler = RotatingFileHandler(path, maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logger.addHandler(handler)
    return logger

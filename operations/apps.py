"""The mail about errors begins when the tables are known."""

import logging

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self):
        from operations.watching.error_mail import ErrorMailHandler

        logger = logging.getLogger("django.request")
        if not any(isinstance(handler, ErrorMailHandler) for handler in logger.handlers):
            logger.addHandler(ErrorMailHandler(level=logging.ERROR))

"""The handler of the log that mails errors. It stands in LOGGING, so it is made before any table is known."""

import logging


class ErrorMailHandler(logging.Handler):
    """On django.request, where Django tells of every error that nothing caught."""

    def emit(self, record: logging.LogRecord) -> None:
        if not (record.exc_info and record.exc_info[1]):
            return
        from operations.watching.error_mail import tell_of_error

        tell_of_error(record.exc_info[1], getattr(record, "request", None))

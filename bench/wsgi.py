"""The application as gunicorn serves it, which also says what an answer cost: processor time always, queries when asked."""

import time

from config.wsgi import application as served


def application(environ, start_response):
    count = [0]

    def begin(status, headers, *more):
        spent = (time.thread_time() - began) * 1000
        return start_response(status, [*headers, ("X-Bench-Cpu", f"{spent:.2f}"), ("X-Bench-Queries", str(count[0]))], *more)

    began = time.thread_time()
    if "HTTP_X_BENCH_COUNT" not in environ:
        return served(environ, begin)
    from django.db import connection

    def counted(execute, sql, params, many, context):
        count[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        return served(environ, begin)

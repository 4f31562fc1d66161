"""The whole matrix. A new address gets its row in one of these three modules."""

from .account_rows import ACCOUNT
from .admin_rows import ADMIN
from .site_rows import SITE

ROWS = {**SITE, **ACCOUNT, **ADMIN}

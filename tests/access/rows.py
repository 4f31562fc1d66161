"""The whole matrix. A new address gets its row in one of these modules."""

from .account_rows import ACCOUNT
from .admin_rows import ADMIN
from .party_rows import COMMENTS, PARTIES
from .progress_rows import PROGRESS
from .site_rows import SITE

ROWS = {**SITE, **PARTIES, **COMMENTS, **PROGRESS, **ACCOUNT, **ADMIN}

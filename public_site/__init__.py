"""What everyone may read, without signing in: no models, and only what `.published()` gives.

Not called public: a library of the tests has that name. tests/public_site/test_only_published.py holds the rule.
"""

"""Getting in: what Driehoek adds to django-allauth. docs/decisions/0007-accounts.md tells why it is so."""

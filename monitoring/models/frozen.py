"""What is frozen with its hash: whether the stored content is still what was frozen."""

from django.db import models

from parties.canonical import hash_of


def is_as_frozen(row: models.Model) -> bool:
    """Whether content, hash and history of this row agree. At most one query.

    The history keeps the hash and not the content: who changes both in the table is found out as well.
    """
    vouched = getattr(row, "is_vouched_for", None)  # with_witnesses() asked already
    if vouched is None:
        vouched = set(row.history.values_list("sha256", flat=True)) == {row.sha256}
    return bool(vouched) and hash_of(row.content) == row.sha256


def with_witnesses(rows: models.QuerySet) -> models.QuerySet:
    """With what the history says of the hash, so that verifying the content takes no query."""
    kept = rows.model.history.model.objects.order_by().filter(id=models.OuterRef("pk"))
    says_so = models.Exists(kept.filter(sha256=models.OuterRef("sha256")))
    says_otherwise = models.Exists(kept.exclude(sha256=models.OuterRef("sha256")))
    return rows.annotate(is_vouched_for=models.ExpressionWrapper(says_so & ~says_otherwise, models.BooleanField()))

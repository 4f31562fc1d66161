"""Secrets of second factors that were stored plain are encrypted from now on."""

from django.db import migrations

from parties.accounts.secrets import encrypt_anew


def encrypt(apps, schema_editor):
    encrypt_anew(apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias).all())


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_party_alias"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]

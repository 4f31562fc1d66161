"""The table in which all processes count wrong passwords, and the addresses of the people who are there already."""

from django.core.management import call_command
from django.db import migrations


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute(schema_editor.sql_delete_table % {"table": schema_editor.quote_name("cache")})


def keep_addresses(apps, schema_editor):
    """User.save() does this for whoever comes later."""
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in apps.get_model("parties", "User").objects.using(schema_editor.connection.alias).all():
        EmailAddress.objects.using(schema_editor.connection.alias).get_or_create(
            user=user, email=user.email, defaults={"primary": True, "verified": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunPython(make_cache_table, drop_cache_table),
        migrations.RunPython(keep_addresses, migrations.RunPython.noop),
    ]

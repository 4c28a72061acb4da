"""What Alembic runs: the revisions, on the connection that `migrate` has locked."""

from alembic import context

from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

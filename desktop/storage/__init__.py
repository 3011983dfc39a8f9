"""The office in a database: SQLite file or PostgreSQL. The only package that knows SQLAlchemy and Alembic."""

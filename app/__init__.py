"""双元 (Tandem): school-enterprise cooperation records of one vocational college."""

__version__ = "0.1.0"

"""The declarative base, and the column types that all tables share."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import BigInteger, DateTime, MetaData
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from geodata.crs import STORAGE_SRID


class Shape(TypeDecorator[BaseGeometry]):
    """A geometry column that takes and gives Shapely objects, in the storage CRS.

    Parameters
    ----------
    kind : str
        PostGIS geometry type: ``POINT``, ``MULTIPOLYGON``, ``GEOMETRY`` ...
    """

    impl = Geometry
    cache_ok = True
    comparator_factory = Geometry.comparator_factory

    def __init__(self, kind: str = "GEOMETRY") -> None:
        # Indexes are declared in the models, so that migrations show them.
        super().__init__(geometry_type=kind, srid=STORAGE_SRID, spatial_index=False)

    def process_bind_param(
        self, value: BaseGeometry | WKBElement | None, dialect: Dialect
    ) -> WKBElement | None:
        """Turn a Shapely object into what the driver sends."""
        if isinstance(value, BaseGeometry):
            return from_shape(value, srid=STORAGE_SRID, extended=True)
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> BaseGeometry | None:
        """Turn what the driver gives into a Shapely object."""
        return None if value is None else to_shape(value)


class Base(DeclarativeBase):
    """Base of all tables: times are aware, dictionaries are JSONB, constraints have names."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name and form.
        dt.datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        int: BigInteger,
        # Text with a check, by value: a new state is then an ordinary migration.
        StrEnum: EnumColumn(
            StrEnum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        ),
    }


def key_column() -> Mapped[int]:
    """Give the surrogate key column that every table has."""
    return mapped_column(BigInteger, primary_key=True, autoincrement=True)

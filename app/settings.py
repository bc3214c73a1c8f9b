"""All settings of the application: one object, validated at start, each documented here."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings, read from the environment (see docs/operations.md, which lists every one).

    Raises
    ------
    pydantic.ValidationError
        If a value does not fit; the message names the setting.
    """

    model_config = SettingsConfigDict(env_prefix="", env_file=None, frozen=True)

    database_url: str | None = Field(
        None,
        description="PostgreSQL address of a PostGIS database. Unset: a private PostGIS is "
        "started in the instance folder.",
    )
    wangge_instance: Path = Field(
        ROOT / "instance",
        description="Folder for the private database, the session key and uploads.",
    )
    host: str = Field("127.0.0.1", description="Address on which the web map is served.")
    port: int = Field(8000, ge=1, le=65535, description="Port on which the web map is served.")
    wangge_threads: int = Field(8, ge=1, le=256, description="Threads of the web server.")
    wangge_worker: bool = Field(
        True,
        description="Whether the web server starts a worker of jobs. Unset it where "
        "`./wangge work` runs as a service of its own.",
    )
    wangge_secure_cookies: bool = Field(
        False, description="Send cookies over HTTPS only. Set it wherever HTTPS is in front."
    )
    wangge_session_hours: int = Field(
        12, ge=1, le=24 * 30, description="Hours after which an idle log-in ends."
    )
    wangge_lockout_attempts: int = Field(
        5, ge=2, le=100, description="Failed log-ins in a row after which an account is locked."
    )
    wangge_lockout_minutes: int = Field(
        15, ge=1, le=24 * 60, description="Minutes for which it stays locked."
    )
    wangge_upload_mb: int = Field(
        64, ge=1, le=2048, description="Largest upload, in megabytes; larger ones are refused."
    )
    wangge_tile_url: str | None = Field(
        None,
        description="Address of base map tiles with {z} {x} {y}. Unset: own paths and greens only.",
    )
    wangge_tile_datum: Literal["wgs84", "gcj02"] = Field(
        "wgs84", description="Datum of these tiles; Amap and Tencent are gcj02."
    )
    wangge_tile_attribution: str = Field(
        "", description="Whom the base map credits, as plain text."
    )
    wangge_language: Literal["zh", "en"] = Field(
        "zh", description="Language shown to those who have not chosen one."
    )
    wangge_timezone: str = Field(
        "Asia/Shanghai", description="Time zone in which dates are shown and read."
    )
    wangge_reach_m: float = Field(
        60,
        gt=0,
        le=500,
        description="Metres beyond which a stop away from any path is unreachable.",
    )
    wangge_pace_m_s: float = Field(
        1.1, gt=0.2, le=3, description="Walking pace of a patrol, metres a second."
    )
    wangge_overdue_minutes: int = Field(
        30,
        ge=5,
        le=24 * 60,
        description="Minutes after which a patrol that nobody set out on, or came back from, "
        "is overdue.",
    )
    wangge_track_days: int = Field(
        7,
        ge=0,
        le=30,
        description="Days for which a volunteer's track is kept for them to look at, where they "
        "wish so. 0: never.",
    )
    wangge_tick_radius_m: float = Field(
        50,
        ge=10,
        le=500,
        description="Metres beyond which a stop that is ticked off on the spot is marked doubtful.",
    )

    wangge_public_url: str | None = Field(
        None,
        description="Address under which people reach this server, such as "
        "https://wangge.example.cn: links in e-mail and in web hooks begin with it. Unset: "
        "they have none.",
    )
    wangge_smtp_url: str | None = Field(
        None,
        description="Mail server: smtps://USER:PASSWORD@HOST:PORT, or smtp:// with STARTTLS "
        "(without encryption to this machine only). Unset: no e-mail.",
    )
    wangge_mail_from: str = Field("", description="Sender of e-mail, such as wangge@example.cn.")
    wangge_hook_hosts: str = Field(
        "",
        description="Hosts to which communities may have web hooks sent, as HOST or HOST:PORT, "
        "with commas between. Empty: none.",
    )

    wangge_proxies: int = Field(
        0,
        ge=0,
        le=5,
        description="Proxies in front that are known to set X-Forwarded-For. With 0 everybody "
        "behind a proxy counts as one caller.",
    )
    wangge_public_reports: int = Field(
        10,
        ge=1,
        le=1000,
        description="Reports an hour that one network address may send without account.",
    )
    wangge_plate_reports: int = Field(
        40, ge=1, le=10_000, description="Reports a day that one door plate takes."
    )
    wangge_public_guesses: int = Field(
        20,
        ge=3,
        le=1000,
        description="Codes and links an hour that one network address may try without there "
        "being such ones.",
    )
    wangge_erase_days: int = Field(
        90,
        ge=1,
        le=3650,
        description="Days after the end of an issue for which names, phones and links of those "
        "who reported it are kept.",
    )

    @field_validator("database_url")
    @classmethod
    def _psycopg_url(cls, url: str | None) -> str | None:
        """Accept the short scheme that hosting services hand out."""
        if url is None or not url.strip():
            return None
        url = url.replace("postgres://", "postgresql://", 1)
        if not url.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("DATABASE_URL must begin with postgresql://")
        try:
            make_url(url)
        except (ArgumentError, ValueError):
            raise ValueError("give postgresql://USER:PASSWORD@HOST:PORT/NAME") from None
        return url

    @field_validator("wangge_timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        """Refuse a zone that nobody knows, before a page asks for the time there."""
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"{name} is no time zone; one is Asia/Shanghai") from None
        return name

    @field_validator("wangge_tile_url")
    @classmethod
    def _tile_template(cls, url: str | None) -> str | None:
        """Refuse an address that could not be a tile template."""
        if not url:
            return None
        if not url.startswith(("https://", "http://")) or not all(
            part in url for part in ("{z}", "{x}", "{y}")
        ):
            raise ValueError("WANGGE_TILE_URL needs http(s):// and the places {z} {x} {y}")
        return url

    @field_validator("wangge_public_url", "wangge_smtp_url")
    @classmethod
    def _address(cls, url: str | None, info: ValidationInfo) -> str | None:
        """Refuse an address of the wrong kind; what it says may hold a password."""
        if not url or not url.strip():
            return None
        schemes = ("smtp", "smtps") if info.field_name == "wangge_smtp_url" else ("https", "http")
        try:
            parts = urlsplit(url.strip())
            known = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise ValueError(f"give {schemes[0]}://HOST or {schemes[1]}://HOST")
        return url.strip().rstrip("/")

    @model_validator(mode="after")
    def _sender(self) -> Self:
        """Refuse a mail server without a sender: it would send nothing."""
        if self.wangge_smtp_url and "@" not in self.wangge_mail_from:
            raise ValueError("WANGGE_SMTP_URL needs WANGGE_MAIL_FROM, an e-mail address")
        return self

    @cached_property
    def hook_hosts(self) -> frozenset[str]:
        """Hosts to which web hooks may go, in small letters."""
        hosts = self.wangge_hook_hosts.lower().split(",")
        return frozenset(host.strip() for host in hosts if host.strip())

    @cached_property
    def uploads(self) -> Path:
        """Folder of staged uploads."""
        return self.wangge_instance / "uploads"

"""Settings from the environment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.config import Access, ConfigError, Settings

CHECKED = [
    "PORT",
    "WEB_CONCURRENCY",
    "LOG_LEVEL",
    "DATABASE_URL",
    "MAX_BODY_BYTES",
    "AUTH",
    "LIMIT_REQUESTS",
    "LIMIT_CPU_SECONDS",
    "LIMITS_URL",
    "AUDIT_DAYS",
    "RECEIPT_ENCRYPT",
    "METRICS_PER_BOM",
    "WEBHOOK_ALLOW",
]


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_env({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.database_url == f"sqlite:///{Path('instance').resolve() / 'chokepoint.db'}"
    assert settings.model_dir.parts[-2:] == ("models", "current")


def test_every_variable_is_read() -> None:
    env = {
        "HOST": "0.0.0.0",
        "PORT": "9000",
        "DATABASE_URL": "sqlite:////x/y.db",
        "MODEL_DIR": "/models/1",
        "WEB_CONCURRENCY": "3",
        "LOG_LEVEL": "DEBUG",
        "MAX_BODY_BYTES": "10",
        "SESSION_KEY": "s" * 32,
        "LIMIT_REQUESTS": "7",
        "LIMIT_CPU_SECONDS": "8",
        "LIMITS_URL": "redis://h/0",
        "AUDIT_DAYS": "9",
        "RECEIPT_KEY": "r" * 32,
        "RECEIPT_ENCRYPT": "on",
        "METRICS_PER_BOM": "10",
        "WEBHOOK_ALLOW": "10.0.0.0/8, ::1/128",
    }
    settings = Settings.from_env(env)
    assert (settings.host, settings.port, settings.workers) == ("0.0.0.0", 9000, 3)
    assert (settings.database_url, settings.model_dir) == ("sqlite:////x/y.db", Path("/models/1"))
    assert (settings.log_level, settings.limits.body_bytes) == ("debug", 10)
    assert settings.access == Access(True, "s" * 32, 7, 8, "redis://h/0", 9)
    assert settings.receipt_encrypt
    assert settings.metrics_per_bom == 10
    assert [str(one) for one in settings.webhook_allow] == ["10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize("name", CHECKED)
def test_a_value_that_cant_be_used_names_the_variable_and_the_fix(name: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{name}='x1' .* Fix: "):
        Settings.from_env({name: "x1"})


@pytest.mark.parametrize("url", ["nosuch://h/d", "mysql+nosuchdriver://h/d", "postgresql://h:port/d"])
def test_a_database_that_cant_be_spoken_to_is_told_at_start(url: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL="):
        Settings.from_env({"DATABASE_URL": url})


def test_an_empty_value_counts_as_absent() -> None:
    assert Settings.from_env({"PORT": ""}).port == 8080


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_gets_the_driver_that_ships(scheme: str) -> None:
    assert Settings.from_env({"DATABASE_URL": f"{scheme}://u@h/d"}).database_url == "postgresql+psycopg://u@h/d"


def test_secrets_are_read_and_never_shown() -> None:
    settings = Settings.from_env({"RECEIPT_KEY": "k" * 32, "SESSION_KEY": "s" * 32, "LIMITS_URL": "redis://u:ppp@h/0"})
    assert (settings.receipt_key, settings.access.session_key) == ("k" * 32, "s" * 32)
    assert not re.search("kkk|sss|ppp", repr(settings))


@pytest.mark.parametrize("name", ["RECEIPT_KEY", "SESSION_KEY"])
def test_a_short_secret_is_refused_without_being_shown(name: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{name} can't be used: it has 6 characters\. Fix: ") as refused:
        Settings.from_env({name: "hidden"})
    assert "hidden" not in str(refused.value)


def test_receipts_are_encrypted_by_a_key_alone() -> None:
    with pytest.raises(ConfigError, match=r"^RECEIPT_ENCRYPT=on needs RECEIPT_KEY\. Fix: "):
        Settings.from_env({"RECEIPT_ENCRYPT": "on"})


def test_the_digest_of_the_model_is_one_or_is_refused() -> None:
    assert Settings.from_env({}).model_sha256 is None
    assert Settings.from_env({"MODEL_SHA256": "AB" * 32}).trusted_bundle() == "ab" * 32
    with pytest.raises(ConfigError, match="MODEL_SHA256"):
        Settings.from_env({"MODEL_SHA256": "ab" * 31})


@pytest.mark.parametrize("name", ["DATABASE_URL", "LIMITS_URL"])
def test_an_error_tells_no_password(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.from_env({name: "nosuch://user:s3cret@host/name"})
    assert name in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_the_digest_of_the_bundle_is_read_anew_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "trusted"
    settings = Settings.from_env({"MODEL_SHA256": str(file)})
    with pytest.raises(ConfigError, match="No such file"):
        settings.trusted_bundle()
    for digits in ("ab" * 32, "CD" * 32):
        file.write_text(f"{digits}  models/current/manifest.json\n")
        assert settings.trusted_bundle() == digits.lower()
    for wrong in ("", "ab" * 31, "x" * 64):
        file.write_text(wrong)
        with pytest.raises(ConfigError, match="doesn't begin with a SHA-256"):
            settings.trusted_bundle()

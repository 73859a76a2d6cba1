"""Whole schools are run without counting lines: it doubles their time, and other tests count the same lines."""

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    coverage = item.config.pluginmanager.getplugin("_cov")
    if coverage is not None and coverage.cov_controller is not None:
        item.add_marker("no_cover")

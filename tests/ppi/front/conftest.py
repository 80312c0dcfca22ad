from tests.house.conftest import world  # noqa: F401 - something of every room, in two portals

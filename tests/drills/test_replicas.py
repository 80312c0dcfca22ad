"""Pages are read from a copy of the database: never before one's own writes, and not only there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from ppi.accounts.models import User
from ppi.embedded import places
from ppi.embedded.postgres import APP, Postgres
from ppi.embedded.pytest_plugin import DATABASE
from ppi.embedded.replica import Replica
from ppi.embedded.servers import Servers
from ppi.kernel.models import Job
from ppi.kernel.replicas.impatience import PATIENCE_SECONDS
from ppi.moderation.models import Submission
from ppi.notifications.choices import Channel
from ppi.notifications.models import Delivery
from ppi.portals.models import PortalRole
from tests.drills import market
from tests.drills.platform import Platform, decision_on, queue_of
from tests.drills.waiting import eventually

pytestmark = pytest.mark.timeout(240)

COMPANIES = 5
DONE_SECONDS = 90
# No page hangs. What it may cost: a silent query, a look, a page made again; on a busy machine.
PATIENCE = PATIENCE_SECONDS + 25
LIST = "/p/dk/en/opportunities/"
NEED = market.NEED["title"]
READ = """
SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables
WHERE relname = 'tenders_opportunity'
"""


@pytest.fixture
def replica(transactional_db: None, servers: Servers, tmp_path: Path) -> Iterator[Replica]:
    if not isinstance(servers.postgres, Postgres):
        pytest.skip("a server of somebody else's cannot be copied")
    replica = Replica(tmp_path / "replica", primary=servers.postgres)
    replica.start()
    yield replica
    replica.thaw()
    replica.remove()


@pytest.fixture
def lag_seconds() -> float:
    return 1


@pytest.fixture
def further_settings(replica: Replica, lag_seconds: float) -> dict[str, str]:
    return {
        "DATABASE_REPLICA_URL": replica.url(APP, DATABASE),
        "PPI_REPLICA_LAG_SECONDS": str(lag_seconds),
    }


@pytest.fixture
def sellers(denmark) -> list[User]:
    return market.companies(denmark, COMPANIES)


@pytest.fixture
def submission(sellers, buyer_of_havneby, havneby) -> Submission:
    return market.submitted(buyer_of_havneby, havneby)


@pytest.fixture
def visit(platform: Platform) -> Callable[[], requests.Response]:
    """The list as somebody sees it who was never here."""
    return lambda: requests.get(platform.processes.address + LIST, timeout=PATIENCE)


def readings(cluster: Postgres) -> int:
    """How often opportunities were read there. The server says so a moment later."""
    with psycopg.connect(cluster.url(APP, DATABASE)) as connection:
        return connection.execute(READ).fetchone()[0]


def reads_from(cluster: Postgres, visit: Callable[[], requests.Response]) -> Callable[[], bool]:
    before = readings(cluster)

    def has_read() -> bool:
        assert visit().status_code == 200
        return readings(cluster) > before

    return has_read


def all_done() -> bool:
    mails = Delivery.objects.filter(kind="match", channel=Channel.MAIL)
    told = mails.exclude(sent_at=None).count()
    return told == COMPANIES and not Job.objects.filter(done_at=None).exists()


def readiness(platform: Platform, part: str = "replicas") -> tuple[int, str]:
    answer = requests.get(f"{platform.processes.address}/readyz", timeout=PATIENCE)
    return answer.status_code, answer.json()[part]


def test_two_workers_and_a_replica_carry_a_need_to_its_companies_and_readers(
    platform: Platform, replica: Replica, submission, sellers, moderator_of_denmark, visit
) -> None:
    platform.processes.web(wait=False)
    platform.processes.beat(wait=False)
    platform.processes.worker(name="first", queues=["pulse", "interactive", "match"], wait=False)
    for process in platform.processes.started:
        process.wait()
    idle = "no heartbeat for mail, index, import, calls"
    eventually(lambda: readiness(platform, "worker") == (503, idle), within=DONE_SECONDS)
    platform.processes.worker(name="second", queues=["mail", "index", "import", "calls"])
    browser = platform.browser_of(moderator_of_denmark)
    token = browser.token(queue_of(submission))

    assert browser.post(decision_on(submission), token, decision="publish").status_code == 302
    eventually(all_done, within=DONE_SECONDS)

    told = sorted(mail.to for mail in platform.mailbox.of_kind("Fits you"))
    assert told == sorted(person.email for person in sellers)
    eventually(lambda: NEED in visit().text, within=DONE_SECONDS)
    eventually(reads_from(replica, visit), within=DONE_SECONDS)
    eventually(lambda: readiness(platform) == (200, "ok"), within=DONE_SECONDS)
    logs = {process.name: process.log.read_text() for process in platform.processes.started}
    assert logs["first"].count("ppi.kernel.tasks.run") > 0
    assert logs["second"].count("ppi.kernel.tasks.run") > 0

    replica.kill()
    lost = (200, "degraded: replica_1 does not answer")
    eventually(lambda: readiness(platform) == lost, within=DONE_SECONDS)


class TestBetweenTwoLooks:
    @pytest.fixture
    def lag_seconds(self) -> float:
        """Nobody looks at it again: what is read there is as old as it is."""
        return 600

    def test_who_wrote_sees_it_at_once_and_a_visitor_when_it_has_come(
        self, platform: Platform, replica: Replica, submission, moderator_of_denmark, visit
    ) -> None:
        platform.processes.web()
        browser = platform.browser_of(moderator_of_denmark)
        token = browser.token(queue_of(submission))
        eventually(lambda: visit().status_code == 200, within=DONE_SECONDS)

        replica.pause()
        browser.post(decision_on(submission), token, decision="publish")

        assert market.status_of(submission) == "published"
        assert NEED in browser.session.get(platform.processes.address + LIST).text
        assert NEED not in visit().text
        assert NEED in browser.session.get(platform.processes.address + LIST).text

        replica.resume()
        eventually(lambda: NEED in visit().text, within=DONE_SECONDS)

    def test_who_somebody_is_and_may_is_never_read_there(
        self, platform: Platform, replica: Replica, submission, moderator_of_denmark, visit
    ) -> None:
        """The sign-in was made elsewhere: this browser has nothing that says it wrote."""
        platform.processes.web()
        eventually(reads_from(replica, visit), within=DONE_SECONDS)

        replica.pause()
        browser = platform.browser_of(moderator_of_denmark)

        assert NEED in browser.session.get(platform.processes.address + queue_of(submission)).text
        PortalRole.objects.filter(user=moderator_of_denmark).delete()
        refused = browser.session.get(platform.processes.address + queue_of(submission))
        assert (refused.status_code, NEED in refused.text) == (403, False)

    def test_a_page_whose_replica_dies_is_made_again_from_the_primary(
        self, platform: Platform, replica: Replica, denmark, visit
    ) -> None:
        platform.processes.web()
        eventually(reads_from(replica, visit), within=DONE_SECONDS)

        replica.kill()

        assert [visit().status_code for _ in range(3)] == [200] * 3
        log = platform.processes.started[0].log.read_text()
        assert log.count(f"{LIST} is made again: a replica failed meanwhile") == 1
        assert log.count("replica_1 is passed over: it does not answer") == 1


@pytest.mark.slow
class TestWithoutThePrimary:
    @pytest.fixture
    def further_settings(self, replica: Replica) -> dict[str, str]:
        return {
            "DATABASE_REPLICA_URL": replica.url(APP, DATABASE),
            "DATABASE_URL": f"postgresql://{APP}:secret@127.0.0.1:{places.free_port()}/ppi",
        }

    def test_visitors_still_read_and_it_is_said_what_is_away(
        self, platform: Platform, denmark, visit
    ) -> None:
        platform.processes.web()

        assert [visit().status_code for _ in range(3)] == [200] * 3
        assert readiness(platform, "database") == (503, "does not answer")


def test_a_replica_that_stays_behind_is_passed_over_until_it_has_caught_up(
    platform: Platform, replica: Replica, submission, moderator_of_denmark, visit
) -> None:
    platform.processes.web()
    browser = platform.browser_of(moderator_of_denmark)
    token = browser.token(queue_of(submission))

    replica.pause()
    browser.post(decision_on(submission), token, decision="publish")
    eventually(lambda: NEED in visit().text, within=DONE_SECONDS)
    assert readiness(platform)[1] == "degraded: replica_1 is behind"

    replica.resume()
    eventually(lambda: readiness(platform)[1] == "ok", within=DONE_SECONDS)
    eventually(reads_from(replica, visit), within=DONE_SECONDS)


@pytest.mark.parametrize(
    ("lose", "bring_back"),
    [("kill", "start"), pytest.param("freeze", "thaw", marks=pytest.mark.slow)],
)
def test_pages_go_on_while_the_replica_is_lost_and_it_is_read_again_when_it_is_back(
    platform: Platform, replica: Replica, denmark, visit, lose, bring_back
) -> None:
    platform.processes.web()
    eventually(reads_from(replica, visit), within=DONE_SECONDS)

    getattr(replica, lose)()
    answers = [visit().status_code for _ in range(30)]
    degraded = readiness(platform)

    assert answers == [200] * 30
    assert degraded[1] == "degraded: replica_1 does not answer"
    log = platform.processes.started[0].log.read_text()
    assert "replica_1 is passed over: it does not answer" in log

    getattr(replica, bring_back)()
    eventually(lambda: readiness(platform)[1] == "ok", within=DONE_SECONDS)
    eventually(reads_from(replica, visit), within=DONE_SECONDS)

"""What Jira's REST API answers, one file for each kind of thing."""

from sandbox.jira.asked import Endpoint
from sandbox.jira.endpoints import comments, issues, lists, projects, searches

ENDPOINTS: tuple[Endpoint, ...] = (
    *lists.ENDPOINTS,
    *projects.ENDPOINTS,
    *issues.ENDPOINTS,
    *comments.ENDPOINTS,
    *searches.ENDPOINTS,
)

"""Addresses at which a reader can start the notebooks, all from one repository address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

if TYPE_CHECKING:
    from sphinx.config import Config


@dataclass(frozen=True)
class Repository:
    """A public git repository: address without ``.git``, and the branch to start from."""

    url: str
    branch: str
    #: Branch with Binder's environment alone; a change of text does not rebuild its image.
    environment: str = ""
    #: Branch with the notebooks as the published build wrote and ran them.
    executed: str = ""

    @classmethod
    def from_settings(cls, config: Config) -> Repository | None:
        """Read the settings; None where no address is set."""
        url, branch = config.pages_repository, config.pages_branch
        url = url.strip().rstrip("/").removesuffix(".git")
        if not url:
            return None
        if "://" not in url:
            url = f"https://github.com/{url}"
        branches = (config.pages_binder_branch, config.pages_executed_branch)
        return cls(url, branch, *(name.strip() for name in branches))

    @property
    def name(self) -> str:
        """The folder that a clone makes."""
        return self.url.rsplit("/", 1)[-1]

    def binder(self, notebook: str) -> str:
        """Address that starts Binder and opens the notebook in JupyterLab."""
        parts = urlsplit(self.url)
        branch = quote(self.environment or self.branch, safe="")
        lab = quote(self._pull(notebook) if self.environment else f"lab/tree/{notebook}", safe="")
        if parts.netloc == "github.com":
            return f"https://mybinder.org/v2/gh{parts.path}/{branch}?urlpath={lab}"
        source = quote(self.url, safe="")
        return f"https://mybinder.org/v2/git/{source}/{branch}?urlpath={lab}"

    def colab(self, notebook: str) -> str:
        """Address that opens the notebook in Colab; empty where Colab could not run it.

        The notebooks of a clone do not say where the book is: Colab needs those of the published
        build, on a branch on GitHub.
        """
        parts, name = urlsplit(self.url), notebook.rpartition("/")[2]
        if parts.netloc != "github.com" or not self.executed:
            return ""
        return f"https://colab.research.google.com/github{parts.path}/blob/{self.executed}/{name}"

    def nbgitpuller(self, notebook: str) -> str:
        """The part after a hub's own address that fetches the book and opens the notebook."""
        return f"/hub/user-redirect/{self._pull(notebook)}"

    def _pull(self, notebook: str) -> str:
        query = {
            "repo": self.url,
            "branch": self.branch,
            "urlpath": f"lab/tree/{self.name}/{notebook}",
        }
        return f"git-pull?{urlencode(query)}"


def where(config: Config) -> dict[str, str]:
    """Return where the release stands: its page, and what comes before a file's name."""
    repository = Repository.from_settings(config)
    if repository is None:
        return {"release": "", "before": ""}
    latest = f"{repository.url}/releases"
    if urlsplit(repository.url).netloc != "github.com":
        return {"release": latest, "before": ""}
    return {"release": f"{latest}/latest", "before": f"{latest}/latest/download/"}

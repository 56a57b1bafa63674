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

    @classmethod
    def from_settings(cls, config: Config) -> Repository | None:
        """Read the settings; None where no address is set."""
        url, branch = config.pages_repository, config.pages_branch
        url = url.strip().rstrip("/").removesuffix(".git")
        if not url:
            return None
        if "://" not in url:
            url = f"https://github.com/{url}"
        return cls(url, branch)

    @property
    def name(self) -> str:
        """The folder that a clone makes."""
        return self.url.rsplit("/", 1)[-1]

    def binder(self, notebook: str) -> str:
        """Address that starts Binder and opens the notebook in JupyterLab."""
        parts = urlsplit(self.url)
        lab = quote(f"lab/tree/{notebook}", safe="")
        branch = quote(self.branch, safe="")
        if parts.netloc == "github.com":
            return f"https://mybinder.org/v2/gh{parts.path}/{branch}?urlpath={lab}"
        source = quote(self.url, safe="")
        return f"https://mybinder.org/v2/git/{source}/{branch}?urlpath={lab}"

    def nbgitpuller(self, notebook: str) -> str:
        """The part after a hub's own address that fetches the book and opens the notebook."""
        query = {
            "repo": self.url,
            "branch": self.branch,
            "urlpath": f"lab/tree/{self.name}/{notebook}",
        }
        return f"/hub/user-redirect/git-pull?{urlencode(query)}"

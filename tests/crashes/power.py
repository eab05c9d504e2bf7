"""What a disk may hold after a power cut: synced bytes for certain, and of what was not synced any part, or nothing."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One step of the log of `shim.c`: W(rite), S(ync), T(runcate) or U(nlink)."""

    verb: str
    at: int
    path: Path
    data: bytes


def steps_of(log):
    """The steps of a log."""
    rest = log
    while rest:
        line, rest = rest.split(b"\n", 1)
        verb, at, size, path = line.decode().split(" ", 3)
        length = int(size) if verb == "W" else 0
        yield Step(verb, int(at), Path(path), rest[:length])
        rest = rest[length:]


@dataclass
class Disk:
    """Files as they are for certain, and what happened since that is not certain, in order."""

    folder: Path
    certain: dict[Path, bytes]
    pending: list[Step] = field(default_factory=list)

    def take(self, step):
        """A sync of a file makes its writes certain, one of the folder makes its files and their absence certain."""
        if step.verb != "S":
            self.pending.append(step)
            return
        names = step.path == self.folder
        made = [one for one in self.pending if self._is_certain(one, step, names=names)]
        self.pending = [one for one in self.pending if one not in made]
        for one in made:
            self.certain = applied(self.certain, one)

    def _is_certain(self, one, sync, *, names):
        if one.verb == "U":
            return names
        return one.path == sync.path

    def after_cut(self, survives):
        """The files after a cut; `survives` says of each pending step whether it reached the disk."""
        files = dict(self.certain)
        for one in self.pending:
            if survives(one):
                files = applied(files, one)
        return files


def applied(files, step):
    """The files after one step."""
    if step.verb == "U":
        return {path: content for path, content in files.items() if path != step.path}
    content = files.get(step.path, b"")
    if step.verb == "T":
        return files | {step.path: content[: step.at].ljust(step.at, b"\0")}
    end = step.at + len(step.data)
    return files | {step.path: content[: step.at].ljust(step.at, b"\0") + step.data + content[end:]}

"""Whether a bundle is whole: its seal, its list of files, its scanned sheets, its audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.elections.domain.archive.chain import first_break
from services.elections.domain.archive.contents import AUDIT, IMAGES, NEEDED, SHEETS, listed
from services.elections.domain.archive.packing import FIRST_FORMAT, MANIFEST, SEAL, digest, read_json
from services.elections.domain.archive.report import first_or, noted, ok, wrong
from services.elections.domain.archive.sealing import check_seal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from services.elections.domain.archive.report import Line


def seal_lines(files: Mapping[str, bytes], key: Ed25519PublicKey | None) -> Iterator[Line]:
    """A preview is no proof: there is nothing that says who made it, and when."""
    if SEAL not in files:
        yield wrong("unsealed", "这个档案包没有封存，只是预览，不能作为凭证。")
        return
    found = check_seal(read_json(files, SEAL), files.get(MANIFEST, b""), key)
    facts = {"key_id": found.key_id, "sealed_at": found.sealed_at}
    if not found.whole:
        yield wrong("seal_broken", "封存签名不对：文件清单、封存时间或签名被改动过。")
    elif found.by_given_key is False:
        yield wrong("seal_of_another_key", "签名不是所给公钥的：封存用的是另一把密钥{key_id}。", **facts)
    elif found.by_given_key:
        yield ok("sealed", "签名与所给公钥相符，封存于{sealed_at}，密钥{key_id}。", **facts)
    else:
        message = "签名完整，封存于{sealed_at}；没有给出公钥，请核对密钥{key_id}是否与公布的一致。"
        yield noted("sealed_by_own_key", message, **facts)


def format_lines(files: Mapping[str, bytes]) -> Iterator[Line]:
    if read_json(files, MANIFEST)["format"] == FIRST_FORMAT:
        message = "档案包是早期的格式，没有唱票记录和选票账。"
        yield noted("format_older", message)


def manifest_lines(files: Mapping[str, bytes]) -> list[Line]:
    """Every file is listed with its hash, and every file listed is there."""
    manifest = read_json(files, MANIFEST)
    needed = NEEDED.get(str(manifest["format"]))
    if needed is None:
        return [wrong("format_unknown", "档案包的格式“{format}”不是本程序能核对的。", format=str(manifest["format"]))]
    named: Mapping[str, Any] = manifest["files"]
    return first_or(
        _manifest_faults(listed(files), named, needed),
        ok("manifest", "清单上的{count}个文件都在，校验码都相符。", count=len(named)),
    )


def _manifest_faults(there: Mapping[str, bytes], named: Mapping[str, Any], needed: Collection[str]) -> Iterator[Line]:
    for name in sorted((set(needed) - {MANIFEST}) - there.keys() | named.keys() - there.keys()):
        yield wrong("file_missing", "缺少文件“{name}”。", name=name)
    for name in sorted(there.keys() - named.keys()):
        yield wrong("file_added", "文件“{name}”不在清单上。", name=name)
    for name in sorted(there.keys() & named.keys()):
        if named[name] != {"sha256": digest(there[name]), "size": len(there[name])}:
            yield wrong("file_changed", "文件“{name}”的内容与清单上的校验码不符。", name=name)


def image_lines(files: Mapping[str, bytes]) -> list[Line]:
    """A scan is named by its hash; one that is too large to be enclosed is there with its hash only."""
    images = read_json(files, SHEETS)["images"]
    enclosed = {name.removeprefix(IMAGES): content for name, content in files.items() if name.startswith(IMAGES)}
    if not images and not enclosed:
        return [noted("no_images", "没有计票单的扫描件。")]
    facts = {"count": len(images), "enclosed": len(enclosed)}
    return first_or(
        _image_faults(images, enclosed),
        ok("images", "{count}份扫描件，随包{enclosed}份，校验码都相符。", **facts),
    )


def _image_faults(images: Any, enclosed: Mapping[str, bytes]) -> Iterator[Line]:
    expected = {each["file"]: each["sha256"] for each in images if each["file"] is not None}
    for name in sorted(expected.keys() - enclosed.keys()):
        yield wrong("image_missing", "缺少扫描件“{name}”。", name=name)
    for name in sorted(enclosed.keys() - expected.keys()):
        yield wrong("image_added", "扫描件“{name}”不属于任何计票单。", name=name)
    for name in sorted(expected.keys() & enclosed.keys()):
        if digest(enclosed[name]) != expected[name]:
            yield wrong("image_swapped", "扫描件“{name}”被替换过：内容与记录的校验码不符。", name=name)


def audit_lines(files: Mapping[str, bytes]) -> Iterator[Line]:
    chain = read_json(files, AUDIT)
    broken = first_break(chain)
    if broken is not None:
        yield wrong("audit_broken", "审计记录从第{number}条起接不上：有记录被改动、删去或添加。", number=broken)
    else:
        yield ok("audit", "审计记录{count}条，首尾相接。", count=len(chain))

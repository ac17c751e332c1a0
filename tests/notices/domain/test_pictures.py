"""What cameras write beside a picture is left out, and the picture stays what it was: the same pixels, upright."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from services.notices.domain.pictures import MOST_PIXELS, without_traces
from shared.errors import TooLarge, UnsupportedFile
from tests.notices.files import DOCX, JPEG, ORIENTATION, PDF, PNG, PROFILE, SECRETS, told_jpeg, told_png


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


TOLD = pytest.mark.parametrize(
    "told",
    [told_jpeg, told_png, lambda turned=1: told_jpeg(turned, progressive=True)],
    ids=["jpeg", "png", "progressive"],
)


@TOLD
def test_nothing_is_left_that_tells_where_when_by_whom_or_with_what(told: Callable[..., bytes]) -> None:
    before, after = told(), without_traces(told())
    assert all(secret in before for secret in SECRETS[:2])
    assert not any(secret in after for secret in SECRETS)
    assert not opened(after).getexif()
    assert set(opened(after).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile"} | {
        "progressive",
        "progression",
    }


@TOLD
@pytest.mark.parametrize("turned", range(1, 9))
def test_the_picture_is_the_same_to_the_pixel_and_upright(told: Callable[..., bytes], turned: int) -> None:
    before, after = told(turned), without_traces(told(turned))
    assert opened(after).tobytes() == opened(before).tobytes()
    assert ImageOps.exif_transpose(opened(after)).tobytes() == ImageOps.exif_transpose(opened(before)).tobytes()
    assert opened(after).info["icc_profile"] == PROFILE
    assert dict(opened(after).getexif()) == ({} if turned == 1 else {ORIENTATION: turned})
    assert without_traces(after) == after, "what was looked through once stays as it is"


@pytest.mark.parametrize("content", [PDF, DOCX, JPEG, PNG, b""], ids=["pdf", "docx", "jpeg", "png", "empty"])
def test_what_has_nothing_beside_the_picture_or_is_none_stays_as_it_is(content: bytes) -> None:
    assert without_traces(content) == content


@pytest.mark.parametrize("whole", [told_jpeg(), told_png(), told_jpeg(6, progressive=True)], ids=["j", "p", "jp"])
def test_a_part_of_a_picture_is_refused_wherever_it_ends(whole: bytes) -> None:
    end = len(whole.removesuffix(b"behind the end"))
    for part in (whole[:n] for n in range(8, end, 7)):
        with pytest.raises(UnsupportedFile):
            without_traces(part)
    assert opened(without_traces(whole[:end])).tobytes() == opened(whole).tobytes()


def test_a_picture_of_too_many_pixels_is_refused_before_anybody_unpacks_it() -> None:
    wide = (MOST_PIXELS // 1000 + 1).to_bytes(4)
    with pytest.raises(TooLarge):
        without_traces(PNG[:16] + wide + (1000).to_bytes(4) + PNG[24:])
    frame = JPEG.index(b"\xff\xc0")
    with pytest.raises(TooLarge):
        without_traces(JPEG[: frame + 5] + b"\xff\xff\xff\xff" + JPEG[frame + 9 :])


@given(st.binary(max_size=200), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", JPEG[:60], PNG[:40]]))
def test_no_bytes_break_it(rest: bytes, beginning: bytes) -> None:
    with suppress(UnsupportedFile, TooLarge):
        without_traces(beginning + rest)

"""Files people send: how much at once, and in memory until they are sealed, never on disk in clear."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

# Two photos of 8 MB; a page's other fields keep the limits of every form.
MOST_SENT = 17 * 1024 * 1024
# A complaint's picture that is too large is refused at its field, so that the text is not lost.
COMPLAINT = "/pengaduan/baru"
MOST_WITH_TEXT = 24 * 1024 * 1024


def register(app: Flask) -> None:
    """Forms with files may be larger than others, and Werkzeug writes none of them to a folder."""
    request_class: Any = app.request_class

    class RequestWithFiles(request_class):  # type: ignore[misc]
        """A request whose files stay in memory."""

        @property
        def max_content_length(self) -> int | None:
            """As the application says, or enough for photos."""
            if self.mimetype == "multipart/form-data":
                return MOST_WITH_TEXT if self.path == COMPLAINT else MOST_SENT
            return Request.max_content_length.__get__(self)  # type: ignore[no-any-return]

        def _get_file_stream(self, *_args: Any, **_kwargs: Any) -> IO[bytes]:
            return BytesIO()

    app.request_class = RequestWithFiles


class PhotoField(FileField):
    """A picture from the camera or gallery; `content` is empty when none was sent."""

    data: FileStorage | None

    @property
    def content(self) -> bytes:
        """The bytes that were sent."""
        if self.data is None:
            return b""
        self.data.stream.seek(0)
        return self.data.stream.read()

    @property
    def sent(self) -> bool:
        """Whether a file was chosen; an empty one with a name was chosen too."""
        return self.data is not None and bool(self.data.filename)

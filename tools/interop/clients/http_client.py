# Python's own client. Reads requests, a line each (see README.md), and prints an answer a line.
import http.client
import sys
from urllib.parse import urlsplit

connection = None
for line in sys.stdin:
    method, url, mode, body, *headers = line.rstrip("\n").split("\t")
    target = urlsplit(url)
    try:
        connection = connection or http.client.HTTPConnection(target.netloc, timeout=5)
        connection.putrequest(method, target.path)
        for header in headers:
            connection.putheader(*header.split(": ", 1))
        if mode == "length":
            connection.putheader("Content-Length", str(len(body)))
        if mode == "chunked":
            connection.putheader("Transfer-Encoding", "chunked")
        pieces = [body.encode()] if body and mode == "chunked" else iter([])
        connection.endheaders(body.encode() if mode == "length" else pieces, encode_chunked=mode == "chunked")
        answer = connection.getresponse()
        text = answer.read().decode()
        fields = [answer.status, answer.getheader("Retry-After"), answer.getheader("WWW-Authenticate"), text]
        print(*["" if field is None else field for field in fields], sep="\t", flush=True)
    except (OSError, http.client.HTTPException) as error:
        connection = None
        print("error", type(error).__name__, sep="\t", flush=True)

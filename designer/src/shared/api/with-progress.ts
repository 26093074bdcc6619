/**
 * The `fetch` of one call that tells how many bytes of its body have been sent. The browser's own says
 * nothing of that.
 */
export function withProgress(told: (sent: number) => void): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = await request.blob();
    return await new Promise((done, failed) => {
      const way = new XMLHttpRequest();
      const abort = () => way.abort();
      way.open(request.method, request.url);
      request.headers.forEach((value, name) => {
        way.setRequestHeader(name, value);
      });
      way.upload.onprogress = (e) => told(e.loaded);
      way.onload = () => done(answerOf(way));
      way.onerror = () => failed(new TypeError("Failed to fetch"));
      way.onabort = () => failed(new DOMException("The request was given up.", "AbortError"));
      way.onloadend = () => request.signal.removeEventListener("abort", abort);
      request.signal.addEventListener("abort", abort);
      way.send(body);
      if (request.signal.aborted) way.abort();
    });
  };
}

function answerOf(way: XMLHttpRequest): Response {
  const lines = way.getAllResponseHeaders().trim().split("\r\n").filter(Boolean);
  const headers = lines.map((line): [string, string] => {
    const end = line.indexOf(":");
    return [line.slice(0, end), line.slice(end + 1).trim()];
  });
  return new Response(way.responseText || null, { status: way.status, headers });
}

import { useCallback, useRef, useState } from "react";
import { client } from "@/shared/api/client";
import { remember, remembered } from "@/shared/lib/storage";

/** How much of a file goes in one request. */
const partSize = 8 << 20;

export type Upload = {
  state: "none" | "sending" | "paused" | "failed" | "done";
  id: string;
  sent: number;
  size: number;
  /** Bytes a second, over the last parts. */
  rate: number;
  error: unknown;
};

const none: Upload = { state: "none", id: "", sent: 0, size: 0, rate: 0, error: undefined };

/** Under what the browser remembers an upload of this file, to go on with it after the page was left. */
const nameOf = (org: string, file: File) => `upload.${org}.${file.name}.${file.size}.${file.lastModified}`;

/**
 * Sends a file in parts. It can be paused, goes on where it was after a fault, and takes up the same file
 * again after the page was left: the server says how much of it is there.
 */
export function useUpload(org: string) {
  const [upload, setUpload] = useState(none);
  const file = useRef<File>(undefined);
  const stop = useRef<AbortController>(undefined);

  const run = useCallback(async () => {
    const from = file.current;
    if (!from) return;
    stop.current?.abort();
    const ended = new AbortController();
    stop.current = ended;
    const kept = nameOf(org, from);
    setUpload((u) => ({ ...u, state: "sending", size: from.size, error: undefined }));
    try {
      const begun = await begin(org, from.size, remembered(kept, ""));
      remember(kept, begun.id);
      let { offset } = begun;
      let rate = 0;
      while (offset < from.size && !ended.signal.aborted) {
        const part = from.slice(offset, offset + partSize);
        const at = performance.now();
        const { data } = await client.PATCH("/api/v1/orgs/{org_id}/uploads/{upload_id}", {
          params: { path: { org_id: org, upload_id: begun.id }, header: { "Upload-Offset": offset } },
          body: (await part.arrayBuffer()) as never,
          bodySerializer: (body) => body as never,
          headers: { "Content-Type": "application/offset+octet-stream" },
          signal: ended.signal,
        });
        offset = data?.offset ?? offset + part.size;
        const now = part.size / Math.max((performance.now() - at) / 1000, 0.001);
        rate = rate ? rate * 0.7 + now * 0.3 : now;
        setUpload((u) => ({ ...u, id: begun.id, sent: offset, rate }));
      }
      if (ended.signal.aborted) return;
      remember(kept, "");
      setUpload((u) => ({ ...u, state: "done", id: begun.id, sent: from.size }));
    } catch (error) {
      if (!ended.signal.aborted) setUpload((u) => ({ ...u, state: "failed", error }));
    }
  }, [org]);

  const send = useCallback(
    (chosen: File) => {
      file.current = chosen;
      setUpload({ ...none, size: chosen.size });
      void run();
    },
    [run],
  );
  const pause = useCallback(() => {
    stop.current?.abort();
    setUpload((u) => ({ ...u, state: "paused" }));
  }, []);
  const resume = useCallback(() => void run(), [run]);
  const forget = useCallback(() => {
    stop.current?.abort();
    file.current = undefined;
    setUpload(none);
  }, []);
  return { upload, send, pause, resume, forget };
}

/** The upload that is known, as far as it is there, or a new one. */
async function begin(org: string, size: number, known: string): Promise<{ id: string; offset: number }> {
  if (known) {
    const there = await client
      .GET("/api/v1/orgs/{org_id}/uploads/{upload_id}", {
        params: { path: { org_id: org, upload_id: known } },
      })
      .catch(() => undefined); // it is gone: begin again
    if (there?.data?.size === size) return there.data;
  }
  const { data } = await client.POST("/api/v1/orgs/{org_id}/uploads", {
    params: { path: { org_id: org } },
    body: { size },
  });
  return { id: data?.id ?? "", offset: data?.offset ?? 0 };
}

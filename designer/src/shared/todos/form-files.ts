import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { client, type Shape } from "@/shared/api/client";
import { withProgress } from "@/shared/api/with-progress";
import type { Files } from "@/shared/schema-form/files";
import { seenAnew } from "./forms";

/** The files of a form that is filled in, and whether one is on its way. */
export function useFormFiles(form: Shape<"FormBody">): { files: Files; sending: boolean } {
  const queries = useQueryClient();
  const [sending, setSending] = useState(0);
  const { id, org_id, files: given } = form;
  const files = useMemo<Files>(() => {
    const path = { org_id, form_id: id };
    return {
      given,
      give: async (field, file, told, signal) => {
        setSending((n) => n + 1);
        try {
          const { data } = await client.POST("/api/v1/orgs/{org_id}/forms/{form_id}/files", {
            params: { path, query: { field, name: file.name } },
            body: file as never,
            bodySerializer: (body) => body as never,
            headers: { "Content-Type": "application/octet-stream" },
            fetch: withProgress(told),
            signal,
          });
          if (!data) throw new Error("the server said nothing of the file");
          seenAnew(queries, org_id, id, (f) => ({ ...f, files: [...f.files, data] }));
          return data.id;
        } finally {
          setSending((n) => n - 1);
        }
      },
      remove: (file) => {
        seenAnew(queries, org_id, id, (f) => ({ ...f, files: f.files.filter((other) => other.id !== file) }));
        // One that stays goes when the form ends.
        client
          .DELETE("/api/v1/orgs/{org_id}/forms/{form_id}/files/{file_id}", {
            params: { path: { ...path, file_id: file } },
          })
          .catch(() => {});
      },
    };
  }, [queries, org_id, id, given]);
  return { files, sending: sending > 0 };
}

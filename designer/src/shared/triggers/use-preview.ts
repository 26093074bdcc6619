import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";

/** How long after the last stroke the server is asked. */
const rest = 300;

/** What the server says of a schedule while it is written: its next times, or what is wrong with it. */
export function usePreview(org: string, schedule: Shape<"ScheduleBody">) {
  const { cron, time_zone, calendar } = schedule;
  const zone = time_zone ?? "UTC";
  const typed = cron.trim();
  const [asked] = useDebouncedValue(typed, rest);
  const read = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/schedule-times",
    {
      params: {
        path: { org_id: org },
        query: { cron: asked, time_zone: zone, ...(calendar ? { calendar } : {}) },
      },
    },
    { enabled: asked !== "", placeholderData: keepPreviousData },
  );
  const wrong = read.isError && asked === typed;
  return {
    times: asked === "" || read.isError ? undefined : read.data?.times,
    zone,
    /** What is shown is not yet that of what was typed. */
    behind: asked !== typed || read.isFetching,
    errors: new FieldErrors(wrong ? read.error : undefined),
  };
}

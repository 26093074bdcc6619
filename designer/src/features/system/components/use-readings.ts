import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client } from "@/shared/api/client";
import { parseMetrics, type Reading } from "../model/prometheus";

/** How often the server is read while the page is seen, and how many readings are kept: an hour. */
const pause = 10_000;
const most = 360;

/** What the server tells of itself over time, since this page was opened. */
export function useReadings() {
  const [readings, setReadings] = useState<Reading[]>([]);
  const metrics = useQuery({
    queryKey: ["metrics"],
    queryFn: async ({ signal }) => {
      const answer = await client.GET("/metrics", { parseAs: "text", signal });
      return parseMetrics(answer.data ?? "", Date.now());
    },
    refetchInterval: (query) => (query.state.error ? false : pause),
    retry: false,
    gcTime: 0,
    structuralSharing: false,
  });
  const { data } = metrics;
  useEffect(() => {
    if (data) setReadings((all) => [...all, data].slice(-most));
  }, [data]);
  return { readings, error: metrics.error, refetch: metrics.refetch };
}

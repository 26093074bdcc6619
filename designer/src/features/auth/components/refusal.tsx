import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, type Problem } from "@/shared/api/problems";
import { duration } from "@/shared/lib/format";

/** Refusals that this feature has words of its own for, by their code. */
const known = new Set([
  "auth.failed",
  "auth.no_tenant",
  "auth.busy",
  "auth.second_factor_failed",
  "link.unknown",
  "invitation.other",
  "invitation.beyond",
  "setup.code",
  "setup.done",
]);

/** Why a form was refused. A wait that the server asks for is counted down. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation("auth");
  const left = useLeft(error);
  if (!error) return null;
  const p = asProblem(error);
  if (p.retryAfter && left <= 0) return null;
  const text = p.retryAfter
    ? t("refused.wait", { time: duration(left * 1000) })
    : known.has(p.code)
      ? t(`refused.${p.code.replace(".", "_")}` as never)
      : p.status === 0
        ? t("shared:problem.unreachable")
        : p.message;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={text}>
      {p.status >= 500 || p.status === 0 ? p.code : undefined}
    </Alert>
  );
}

/** How many seconds a refusal still asks to wait. */
export function useLeft(error: unknown): number {
  const after = error ? ((error as Problem).retryAfter ?? 0) : 0;
  const [until, setUntil] = useState<{ error: unknown; at: number }>();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!after) return;
    setUntil({ error, at: Date.now() + after * 1000 });
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    const end = setTimeout(() => clearInterval(timer), after * 1000 + 500);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [error, after]);
  if (!after) return 0;
  if (!until || until.error !== error) return after;
  return Math.max(0, Math.ceil((until.at - now) / 1000));
}

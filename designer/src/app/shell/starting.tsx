import { Center, Loader } from "@mantine/core";
import { Navigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { ErrorState } from "@/shared/kit/error-state";
import { useLate } from "@/shared/kit/late";

/** What stands until it is known who is there: nothing, the way to the sign-in or the set-up, or what failed. */
export function Starting({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  // Where it began: the address changes while the way to the sign-in is taken.
  const [here] = useState(router.state.location.href);
  const late = useLate(!error, 400);
  if (!error) return <Center h="100dvh">{late && <Loader role="status" aria-label={t("loading")} />}</Center>;
  const problem = asProblem(error);
  if (problem.code === "setup.needed") return <Navigate to="/setup" replace />;
  if (problem.status === 401)
    return <Navigate to="/sign-in" search={here === "/" ? {} : { to: here }} replace />;
  return (
    <Center component="main" h="100dvh">
      <ErrorState error={error} retry={retry} />
    </Center>
  );
}

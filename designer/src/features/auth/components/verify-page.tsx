import { Alert, Button, Stack } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { linkSecret } from "../model/address";
import { Card } from "./card";
import { Refusal } from "./refusal";

/** Shows by a mailed link that an address is somebody's. Opening it does nothing yet: mail readers open links too. */
export function VerifyPage() {
  const { t } = useTranslation("auth");
  const [link] = useState(() => linkSecret(location.hash));
  const verify = api.useMutation("post", "/api/v1/session/verifications");
  return (
    <Card
      title={t(verify.isSuccess ? "verifyDone" : "verifyTitle")}
      intro={verify.isSuccess ? "" : t("verifyIntro")}
    >
      <Stack gap="md">
        {link === "" && <Alert role="alert" color="red" variant="light" title={t("refused.link_unknown")} />}
        {verify.isSuccess ? (
          <>
            <Alert role="status" color="teal" variant="light" icon={<IconCheck aria-hidden />}>
              {t("verifyDoneMore")}
            </Alert>
            <Button component={Link} to="/" fullWidth>
              {t("goOn")}
            </Button>
          </>
        ) : (
          <>
            <Refusal error={verify.error} />
            <Button
              fullWidth
              disabled={link === ""}
              loading={verify.isPending}
              onClick={() => verify.mutate({ body: { link } })}
            >
              {t("verifyConfirm")}
            </Button>
          </>
        )}
      </Stack>
    </Card>
  );
}

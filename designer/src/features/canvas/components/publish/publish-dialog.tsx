import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { PublishProgress } from "./publish-progress";
import { PublishReview } from "./publish-review";

type Props = {
  /** `new`, or the id of an attempt. */
  id: string;
  chain: Shape<"ChainBody">;
  show: (id: string) => void;
  close: () => void;
};

/** First what will be published, then what is made for each node. Closing it stops nothing. */
export function PublishDialog({ id, chain, show, close }: Props) {
  const { t } = useTranslation("canvas");
  return (
    <Modal
      opened
      onClose={close}
      size={760}
      title={
        id === "new"
          ? t("publish.title", { version: chain.version + 1 })
          : t("publish.attempt", { name: chain.name })
      }
    >
      {id === "new" ? (
        <PublishReview chain={chain} began={(p) => show(p.id)} close={close} />
      ) : (
        <PublishProgress chain={chain} id={id} again={() => show("new")} close={close} />
      )}
    </Modal>
  );
}

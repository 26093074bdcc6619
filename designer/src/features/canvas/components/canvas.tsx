import { ChainPicture } from "@/shared/flow/chain-picture";
import { useEditor } from "../store";

/** The draft, drawn; editable for whoever holds it. */
export function Canvas() {
  const document = useEditor((s) => s.document);
  const kinds = useEditor((s) => s.kinds);
  return <ChainPicture document={document} kinds={kinds} />;
}

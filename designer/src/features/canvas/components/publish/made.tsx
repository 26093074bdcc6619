import { Anchor } from "@mantine/core";
import { shortDigest } from "@/shared/lib/digest";

/** What was made of a pipeline or a task: what its engine calls it, where it can be seen, or the image's digest. */
export function Made({ made, link }: { made: string; link: string | undefined }) {
  const short = made.startsWith("sha256:") ? shortDigest(made) : made;
  return link ? (
    <Anchor inherit underline="always" href={link} target="_blank" rel="noopener noreferrer">
      {short}
    </Anchor>
  ) : (
    <code title={made}>{short}</code>
  );
}

import { byNamespace } from "./namespaces";

export default byNamespace(
  import.meta.glob<object>("../**/messages/en.json", { eager: true, import: "default" }),
);

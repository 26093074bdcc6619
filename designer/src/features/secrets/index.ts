export { SecretsPage } from "./components/secrets-page";

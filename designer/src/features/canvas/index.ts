export { ChainPage } from "./components/chain-page";

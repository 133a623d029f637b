export * from "./d-avatar";

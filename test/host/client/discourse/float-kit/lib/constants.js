export const TOAST = {
  options: {
    autoClose: true,
    duration: "short",
    component: null,
    showProgressBar: false,
    views: ["desktop", "mobile"],
  },
};

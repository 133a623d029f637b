export const TOAST = {
  options: {
    autoClose: true,
    duration: "short",
    component: null,
    showProgressBar: false,
    views: ["desktop", "mobile"],
  },
};

export const MENU = {
  options: {
    arrow: false,
    autofocus: true,
    closeOnClickOutside: true,
    closeOnEscape: true,
    offset: 10,
    placement: "bottom",
    interactive: true,
    maxWidth: 400,
  },
};

export const TOOLTIP = {
  options: {
    arrow: true,
    closeOnClickOutside: true,
    closeOnEscape: true,
    offset: 10,
    placement: "top",
    interactive: false,
    maxWidth: 350,
  },
};

// host-only: a part of core's services/composer
/**
 * The images of the preview with their real sizes, as the server is told of
 * them: `{ [src]: { width, height } }`.
 */
export default function previewImageSizes() {
  const sizes = {};
  const images = document.querySelectorAll(
    "#reply-control .d-editor-preview img:not(.avatar, .emoji)"
  );
  for (const { src, naturalWidth, naturalHeight } of images) {
    if (src) {
      sizes[src] = { width: naturalWidth, height: naturalHeight };
    }
  }
  return sizes;
}

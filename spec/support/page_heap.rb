# frozen_string_literal: true

# What JavaScript holds in its memory: Chromium's own snapshot of the page's heap, after all garbage was collected. Of a long
# string it has the beginning. What the browser keeps besides (the text of the page and of its fields, and what can be undone
# in them) is no part of it.
module PageHeap
  # @return [Array<String>] the strings that hold one of the words
  def self.strings_with(words, page)
    page.driver.with_playwright_page do |shown|
      session = shown.context.new_cdp_session(shown)
      chunks = []
      session.on("HeapProfiler.addHeapSnapshotChunk", ->(event) { chunks << event["chunk"] })
      session.send_message("HeapProfiler.enable")
      3.times { session.send_message("HeapProfiler.collectGarbage") }
      session.send_message("HeapProfiler.takeHeapSnapshot", params: { reportProgress: false })
      return(
        JSON
          .parse(chunks.join)
          .fetch("strings")
          .select { |string| Array(words).any? { |word| string.include?(word) } }
      )
    ensure
      session&.detach
    end
  end
end

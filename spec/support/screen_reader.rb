# frozen_string_literal: true

# What a screen reader is given: Chromium's own tree of the page, and what live regions have said.
RSpec.shared_context "with a screen reader" do
  let(:control_roles) do
    %w[button checkbox combobox link listbox option radio searchbox tab textbox]
  end

  # @return [Array<Hash>] role, name, description and states of what the plugin puts on the page and does not hide from it
  def spoken
    page.driver.with_playwright_page do |shown|
      session = shown.context.new_cdp_session(shown)
      ask = ->(method, **params) { session.send_message(method, params:) }
      root = ask.call("DOM.getDocument").dig("root", "nodeId")
      selector = EncryptedMessagesAccessibility::OWN.join(",")
      own = ask.call("DOM.querySelectorAll", nodeId: root, selector:)["nodeIds"]
      own
        .flat_map { |node| ask.call("Accessibility.queryAXTree", nodeId: node)["nodes"] }
        .uniq { |node| node["nodeId"] }
        .reject { |node| node["ignored"] }
        .map { |node| words_of(node) }
    ensure
      session&.detach
    end
  end

  def words_of(node)
    states = node["properties"].to_a.to_h { |state| [state["name"], state.dig("value", "value")] }
    { **states, **%w[role name description].to_h { |key| [key, node.dig(key, "value").to_s] } }
  end

  # The control of this role whose name begins so, which there has to be.
  def control(role, name)
    spoken.find { |node| node["role"] == role && node["name"].start_with?(name) } ||
      raise(
        "No #{role} is called “#{name}”: #{spoken.map { |node| node.values_at("role", "name") }}",
      )
  end

  # @return [Array<Hash>] controls that are called nothing, but for FormKit's switch that shows a password, which core
  #   gives no name
  def nameless
    spoken.select { |node| node["name"].blank? && control_roles.include?(node["role"]) }
  end

  # Notes what live regions say from now on, in this page and in those after it.
  def listen
    page.driver.with_playwright_page do |shown|
      script = <<~JS
        (() => {
          const live = "[aria-live]:not([aria-live=off]), [role=alert], [role=status]";
          window.heard ??= [];
          new MutationObserver((changes) => {
            for (const { target, addedNodes } of changes) {
              const region = (target.closest ? target : target.parentElement)?.closest(live);
              const added = [...addedNodes].flatMap((node) =>
                node.matches?.(live) ? [node] : [...(node.querySelectorAll?.("[role=alert]") ?? [])]
              );
              for (const { textContent } of [region, ...added].filter(Boolean)) {
                window.heard.push(textContent.trim().replace(/\\s+/g, " "));
              }
            }
          }).observe(document, { subtree: true, childList: true, characterData: true });
        })()
      JS
      shown.add_init_script(script:)
      shown.evaluate(script)
    end
  end

  # @param key [String] of our texts
  def expect_heard(key, **options)
    text = I18n.t("js.encrypted_messages.#{key}", raise: true, **options)
    try_until_success do
      expect(page.evaluate_script("window.heard")).to include(a_string_including(text))
    end
  end
end

# frozen_string_literal: true

# `look_at("enabled")`: nothing on the screen stops a member. With SCREENSHOTS set to a folder, pictures of it
# are taken for people to look at instead, in the language of SCREENSHOTS_LANGUAGE: see bin/screenshots.
RSpec.shared_context "with screens to look at" do
  let(:is_phone) { RSpec.current_example.metadata[:mobile] }
  let(:pictures) { ENV["SCREENSHOTS"].presence }

  before do
    language = ENV["SCREENSHOTS_LANGUAGE"].presence or next
    I18n.locale = language # for the page objects, which look for texts
    SiteSetting.default_locale = language
  end

  after { I18n.locale = :en }

  # @param to [String] what to scroll to
  def look_at(name, to: nil)
    page.scroll_to(find(to, match: :first)) if to
    take_pictures(name)
    return if pictures
    aggregate_failures(name) do
      expect(page).to be_accessible
      # A phone is also tried at what a zoom of 400 % leaves of a desktop's 1280 CSS px (WCAG 1.4.10).
      expect(page).to fit_its_width(*(320 if is_phone))
      expect(page).to have_targets_in_reach if is_phone
      expect(animations).to be_empty, "it moves: #{animations.join(", ")}"
    end
  end

  # What moves in the plugin's parts although less motion was asked for, by the name of the keyframes or the property.
  def animations
    page.driver.with_playwright_page do |shown|
      shown.emulate_media(reducedMotion: "reduce")
      shown.evaluate(<<~JS, arg: EncryptedMessagesAccessibility::OWN.join(","))
        (own) =>
          document
            .getAnimations()
            .filter(({ playState, effect }) => playState === "running" && effect.target.closest(own))
            .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)
      JS
    ensure
      shown.emulate_media(reducedMotion: "no-preference")
    end
  end

  # Files are named so that they stand in the order of the walk.
  def take_pictures(name)
    return if !pictures
    @pictures_taken = @pictures_taken.to_i + 1
    number = format("%d-%02d", RSpec.current_example.metadata[:chapter], @pictures_taken)
    folder = File.join(pictures, is_phone ? "phone" : "desktop")
    FileUtils.mkdir_p(folder)
    page.driver.with_playwright_page do |shown|
      shown.viewport_size = { width: 1100, height: 760 } if !is_phone
      {
        light: {
        },
        dark: {
          colorScheme: "dark",
        },
        contrast: {
          forcedColors: "active",
        },
      }.each do |mode, media|
        shown.emulate_media(colorScheme: "light", forcedColors: "none", **media)
        shown.screenshot(path: File.join(folder, "#{number}-#{name}.#{I18n.locale}-#{mode}.png"))
      end
      shown.emulate_media(colorScheme: "light", forcedColors: "none")
    end
  end
end

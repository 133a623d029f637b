# frozen_string_literal: true

require "tmpdir"

RSpec.describe EncryptedMessages::PlaintextReaders do
  before { enable_current_plugin }

  # A plugin that is installed while the block runs.
  def with_plugin(name, source, folder: "assets/javascripts/discourse/initializers")
    Dir.mktmpdir do |directory|
      FileUtils.mkdir_p(File.join(directory, folder))
      File.write(File.join(directory, folder, "code.gjs"), source)
      metadata = Plugin::Metadata.parse("# name: #{name}")
      plugin = Plugin::Instance.new(metadata, File.join(directory, "plugin.rb"))
      Discourse.plugins << plugin
      yield plugin
    ensure
      Discourse.plugins.delete(plugin)
    end
  end

  def theme_with(source, name: "Nosy theme", target: :extra_js, type: :js, **attributes)
    theme = Fabricate(:theme, name:, user_selectable: true, **attributes)
    field = type == :js ? "discourse/api-initializers/theme.js" : "head_tag"
    theme.set_field(target:, type:, name: field, value: source)
    theme.save!
    theme
  end

  it "names plugins that could read what is written, with the reasons (R15)" do
    with_plugin(
      "nosy",
      'api.composerBeforeSave(() => {}); api.modifyClass("model:composer", {});',
    ) do
      expect(described_class.plugins.map(&:to_h)).to include(
        kind: "plugin",
        name: "nosy",
        reasons: %w[composer_save composer_class],
        bundled: false,
      )
      expect(described_class.names).to include("nosy")
    end
  end

  it "does not name harmless plugins, itself, or what only tests use (R15)" do
    with_plugin("harmless", "api.addNavigationBarItem({ name: 'calendar' });") do
      expect(described_class.names).not_to include("harmless", EncryptedMessages::PLUGIN_NAME)
    end
    with_plugin("tested", "composerBeforeSave()", folder: "test/javascripts/acceptance") do
      expect(described_class.names).not_to include("tested")
    end
  end

  it "tells what Discourse ships to administrators only (R15)" do
    with_plugin("poll", "api.decorateCookedElement(() => {});") do
      expect(described_class.all).to include(have_attributes(name: "poll", bundled: true))
      expect(described_class.names).not_to include("poll")
    end
  end

  it "names themes and components that members may be given (R15)" do
    theme = theme_with("api.onAppEvent('composer:saved', send);", name: "Nosy theme")
    component = theme_with("document.addEventListener('keydown', send);", name: "Nosy component")
    component.update!(user_selectable: false, component: true)
    expect(described_class.names).to eq(["Nosy theme"])

    theme.add_relative_theme!(:child, component)
    expect(described_class.names).to eq(["Nosy component", "Nosy theme"])
    expect(described_class.foreign.map(&:reasons)).to contain_exactly(
      ["composer_events"],
      ["keystrokes"],
    )
  end

  it "follows when a theme changes or goes (R15)" do
    theme = theme_with("api.composerBeforeSave(send);")
    expect(described_class.names).to eq([theme.name])

    theme.set_field(
      target: :extra_js,
      type: :js,
      name: "discourse/api-initializers/theme.js",
      value: "export default {};",
    )
    theme.save!
    expect(described_class.names).to be_empty
  end

  it "asks the database nothing for a page, once it knows (H27)" do
    theme_with("api.composerBeforeSave(send);")
    expect(described_class.names).to eq(["Nosy theme"])
    expect(track_sql_queries { expect(described_class.names).to eq(["Nosy theme"]) }).to be_empty
  end

  it "keeps what it knows of each site of a server by itself (H27)" do
    theme_with("api.composerBeforeSave(send);")
    expect(described_class.names).to eq(["Nosy theme"])

    # Another site's database, which has other themes.
    allow(RailsMultisite::ConnectionManagement).to receive(:current_db).and_return("second")
    Theme.update_all(name: "Theme of the second site")
    expect(described_class.names).to eq(["Theme of the second site"])

    allow(RailsMultisite::ConnectionManagement).to receive(:current_db).and_call_original
    expect(described_class.names).to eq(["Nosy theme"])
  end

  it "reads a plugin's code once, however many pages ask at the same time (H27)" do
    reads = Queue.new
    allow(EncryptedMessages::SuspiciousCode).to receive(
      :in_plugin,
    ).and_wrap_original do |read, folder|
      reads << folder
      Thread.pass
      read.call(folder)
    end
    with_plugin("nosy", "api.composerBeforeSave(() => {});") do |plugin|
      names = Array.new(8) { Thread.new { described_class.plugins.map(&:name) } }.map(&:value)
      expect(names.uniq.sole).to include("nosy")
      expect(Array.new(reads.size) { reads.pop }.count(plugin.directory)).to eq(1)
    end
  end

  it "sees scripts that a theme puts into the page (R15)" do
    html = { target: :common, type: :html }
    theme_with("<script src='https://cdn.example.com/x.js'></script>", name: "Raw", **html)
    theme_with("<script type='application/ld+json'>{}</script><p>Hello</p>", name: "Data", **html)
    theme_with("<script type='text/discourse-plugin'>api.x()</script>", name: "Module", **html)
    expect(described_class.foreign.map { |theme| [theme.name, theme.reasons] }).to eq(
      [["Raw", ["raw_script"]]],
    )
  end

  describe EncryptedMessages::SuspiciousCode do
    {
      composer_save: "api.composerBeforeSave(function () {})",
      composer_class: 'api.addModelAccessor("composer", "reply", {})',
      composer_events: 'this.appEvents.on("composer:typed-reply", this, "send")',
      composer_fields: 'api.serializeOnCreate("copy", "reply"); api.serializeToDraft("reply")',
      editor_elements: 'document.querySelector(".d-editor-input").value',
      cooked: "api.decorateCookedElement((element) => send(element.innerText))",
      keystrokes: 'document.addEventListener("keydown", log)',
      page_watcher: "new MutationObserver(read).observe(document.body)",
      requests: "window.fetch = spy",
    }.each do |reason, source|
      it "knows #{reason} (R15)" do
        expect(described_class.reasons(source)).to eq([reason])
      end
    end

    it "takes code that is not UTF-8, and looks at no more than its limit (R15)" do
      expect(described_class.reasons("\xFF composerBeforeSave".b)).to eq([:composer_save])
      far = " " * described_class::MAX_BYTES
      expect(described_class.reasons("#{far}composerBeforeSave")).to be_empty
    end

    it "passes over what has nothing to do with messages (R15)" do
      source = <<~JS
        import { apiInitializer } from "discourse/lib/api";
        export default apiInitializer((api) => {
          api.modifyClass("component:user-card", {});
          api.onAppEvent("page:changed", () => {});
          api.serializeOnCreate("event_date");
          document.addEventListener("click", close);
        });
      JS
      expect(described_class.reasons(source)).to be_empty
    end
  end
end

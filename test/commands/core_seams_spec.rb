# frozen_string_literal: true

require_relative "../../bin/lib/core_seams/completeness"

# The house rule on core-seams.yml.
RSpec.describe CoreSeams::Completeness do
  let(:root) { File.expand_path("../..", __dir__) }

  # @param kinds [Hash] "client/outlets" => names
  def breaches(kinds, files)
    document = { "compared" => { "client" => "c", "server" => "s", "files" => {} } }
    kinds.each do |kind, names|
      side, own_kind = kind.split("/")
      group = { "names" => names, "file" => "core", "by" => files.keys.first, "breaks" => "this" }
      (document[side] ||= {})[own_kind] = [group]
    end
    described_class.new(CoreSeams::List.new(document.to_yaml), files).breaches
  end

  CLIENT_USES = {
    "client/outlets above-page" => 'api.renderInOutlet("above-page", Page);',
    "client/transformers page-title" => 'api.registerValueTransformer("page-title", () => {});',
    "client/model_transformers topic" =>
      'for (const model of ["topic"]) { api.registerModelTransformer(model, fill); }',
    "client/classes route:topic" => 'api.modifyClass("route:topic", mixin);',
    "client/events page:opened" => 'this.appEvents.on("page:opened", this, this.look);',
    "client/models composer#reply" => 'api.addModelAccessor("composer", "reply", reply);',
    "client/fields OnCreate raw" => 'api.serializeOnCreate("raw", "encryptedMessagesRaw");',
    "client/api onPageChange" => "api.onPageChange(() => {});",
    "client/api modifySelectKit" => "api .modifySelectKit(kit);",
    "client/services menu" => "@service declare menu: Menu;",
    "client/modules lib/ajax#ajax" => 'import { ajax } from "discourse/lib/ajax";',
    "client/selectors .d-editor" => 'document.querySelector(".d-editor");',
    "client/texts post.quote" => 'i18n("post.quote");',
    "server/settings max_post_length" => "this.siteSettings.max_post_length;",
  }.freeze
  SERVER_USES = {
    "server/prepends Topic" => "Topic.prepend(Extension)",
    "server/prepends Draft.singleton_class#set" =>
      '{ to: "Draft", class_methods: true, with: "X", overrides: %i[set], because: "" }',
    "server/columns Post#raw" => '{ to: "Post", with: "X", columns: %w[raw], because: "" }',
    "server/events post_created" => "on(:post_created) { |post| look(post) }",
    "server/modifiers subject" => "register_modifier(:subject) { |text| text }",
    "server/filters after_post_cook" =>
      "Plugin::Filter.register(:after_post_cook) { |_, text| text }",
    "server/serializers post" => "plugin.add_to_serializer(:post, :x) { 1 }",
    "server/constants PostMover" => "PostMover.new(topic)",
    "server/settings title" => "SiteSetting.title",
    "server/api register_asset" => 'register_asset "x.scss"',
  }.freeze

  {
    "assets/javascripts/discourse/lib/ours.ts" => CLIENT_USES,
    "plugin.rb" => SERVER_USES,
    "assets/stylesheets/common/ours.scss" => {
      "client/selectors #reply-control" =>
        "html.encrypted-messages #reply-control {\n  color: red;\n}\n",
    },
  }.each do |file, uses|
    uses.each do |id, source|
      it "misses #{id} that is used and not listed, and not in a comment (S-check)" do
        expect(breaches({}, file => source)).to include(
          "core-seams.yml: \"#{id}\" is used by #{file}, and not listed",
        )
        comment = file.end_with?(".rb") ? "# #{source}" : "// #{source}"
        expect(breaches({}, file => comment.lines.first)).to be_empty
      end

      it "tells of #{id} that is listed and used no more (S-check)" do
        kind, name = id.split(" ", 2)
        owner, part = CoreSeams::List::PARTED.include?(kind) ? name.split("#") : [name, nil]
        names = { owner => part && { part => nil } }
        idle = "core-seams.yml: \"#{id}\" is listed, and used no more"
        expect(breaches({ kind => names }, file => "1")).to include(idle)
        expect(breaches({ kind => names }, file => source)).not_to include(idle)
      end
    end
  end

  it "looks at what a mixin of core-seams/ overrides, in the class that it is given to (S-check)" do
    files = {
      "assets/javascripts/discourse/api-initializers/a.ts" =>
        'modifyClass("route:topic", asking(ask));',
      "assets/javascripts/discourse/core-seams/b.ts" =>
        "export function asking() { return (S) => class extends S { leave() { super.leave(); } get now() { return super.now; } } }",
    }
    expect(
      breaches({ "client/classes" => { "route:topic" => { "enter" => "" } } }, files),
    ).to contain_exactly(
      include('"client/classes route:topic#leave" is used by'),
      include('"client/classes route:topic#now" is used by'),
      include('"client/classes route:topic#enter" is listed, and used no more'),
    )
  end

  it "names groups that say too little, files that are not there, and names that are there twice (S-check)" do
    list = CoreSeams::List.new(<<~YAML)
      compared: { client: c, server: s, files: { lib/old: 1 } }
      client:
        api:
          - { names: { call: "" }, file: lib/api, by: gone.ts }
          - { names: { call: "" }, file: lib/api, by: gone.ts, breaks: this, why: that }
      known_differences:
        "1.0": [{ why: old, seams: [client/api leave] }]
    YAML
    expect(described_class.new(list, {}).breaches).to include(
      "client/api: a group says no `breaks`",
      "client/api: `why` means nothing",
      '"client/api leave" is a known difference, and not listed',
      "lib/old was compared, and nothing is listed of it",
      '"client/api call" is there twice',
      "core-seams.yml: gone.ts is named, and not there",
    )
  end

  it "holds for this repository (S-check)" do
    paths =
      IO.popen(%w[git ls-files --cached --others --exclude-standard], chdir: root, &:readlines)
    files =
      paths
        .map(&:chomp)
        .grep(/\.(rb|rake|ts|gts|scss)\z/)
        .select { |path| File.file?("#{root}/#{path}") }
        .to_h { |path| [path, File.read("#{root}/#{path}")] }
    expect(described_class.new(CoreSeams::List.read(root), files).breaches).to eq([])
  end
end

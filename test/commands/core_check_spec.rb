# frozen_string_literal: true

require "open3"
require "tmpdir"
require_relative "../../bin/lib/core_seams/check"
require_relative "../../bin/lib/core_seams/report"

# bin/check-core on small checkouts that these specs write.
RSpec.describe CoreSeams::Check do
  let(:root) { Dir.mktmpdir }

  after { FileUtils.remove_entry(root) }

  def write(path, text)
    file = File.join(root, path)
    FileUtils.mkdir_p(File.dirname(file))
    File.write(file, text)
  end

  # @param kind [String] "client/outlets"
  # @param known [Array<String>] seams that are listed as otherwise in 9.9.9
  def check(kind, names, file: nil, known: [], partial: false)
    side, own_kind = kind.split("/")
    group = { "names" => names, "file" => file, "by" => "ours.ts", "breaks" => "this" }.compact
    list =
      CoreSeams::List.new(
        {
          "compared" => {
            "client" => "c",
            "server" => "s",
            "files" => {
            },
          },
          side => {
            own_kind => [group],
          },
          "known_differences" => {
            "9.9.9" => [{ "why" => "it is old", "seams" => known }],
          },
        }.to_yaml,
      )
    @checkout = CoreSeams::Checkout.new(root)
    @list = list
    described_class.new(list, @checkout, partial:)
  end

  def state(...)
    check(...).results.map { |result| [result.state, result.words] }.first
  end

  TEMPLATE = <<~JS
    import Component from "@glimmer/component";
    // <PluginOutlet @name="in-a-comment" />
    export default class Page extends Component {
      get outletArgs() {
        return lazyHash({ topic: this.topic });
      }
      <template>
        {{! <PluginOutlet @name="in-a-comment" /> }}
        <p>é 😀</p>
        <PluginOutlet @name="beside" @outletArgs={{lazyHash model=@model composer=this.a}} />
        {{#let (lazyHash post=@post) as |postArgs|}}
          <PluginOutlet @name="by-let" @outletArgs={{postArgs}}>text</PluginOutlet>
        {{/let}}
        <PluginOutlet @name="by-getter" @outletArgs={{this.outletArgs}} />
      </template>
      toggle(first, { second }, third = 1, ...rest) {
        this.appEvents.trigger("page:toggled", first, second);
        return applyValueTransformer("page-title", first, { model: this.model });
      }
    }
  JS

  %w[frontend/discourse/app app/assets/javascripts/discourse/app].each do |client|
    context "with the client in #{client}" do
      before { write("#{client}/components/page.gjs", TEMPLATE) }

      it "finds outlets and what they are given, however that is written (S-check)" do
        outlets = { "beside" => %w[model], "by-let" => %w[post], "by-getter" => %w[topic] }
        results = check("client/outlets", outlets, file: "components/page").results
        expect(results.map(&:state)).to eq(%i[holds holds holds])
      end

      it "reports an outlet that is gone, or that only a comment names (S-check)" do
        outlets = { "under" => [], "in-a-comment" => [] }
        results = check("client/outlets", outlets, file: "components/page").results
        expect(results.map(&:state)).to eq(%i[gone gone])
      end

      it "reports an argument that an outlet gives no more (S-check)" do
        expect(
          state("client/outlets", { "beside" => %w[model topic] }, file: "components/page"),
        ).to eq(
          [:changed, "#{client}/components/page.gjs gives (model, composer), not (model, topic)"],
        )
      end

      it "reports a method that has another name or other parameters (S-check)" do
        wanted = ->(methods) { { "component:page" => methods } }
        same = { "toggle" => "first, { second }, third?, ...rest" }
        expect(state("client/classes", wanted[same], file: "components/page")).to eq([:holds, nil])

        sure = { "toggle" => "first, { second }, third, ...rest" }
        expect(state("client/classes", wanted[sure], file: "components/page")).to eq([:holds, nil])

        other = { "toggle" => "second, first" }
        expect(state("client/classes", wanted[other], file: "components/page")).to match(
          [:changed, /takes \(first, \{ second \}, third\?, \.\.\.rest\), not \(second, first\)/],
        )
        renamed = { "flip" => "" }
        expect(state("client/classes", wanted[renamed], file: "components/page").first).to eq(:gone)
      end

      it "reports events and transformers that are gone or give less (S-check)" do
        state_of = ->(kind, names) { state("client/#{kind}", names, file: "components/page").first }
        expect(state_of["events", { "page:toggled" => 2 }]).to eq(:holds)
        expect(state_of["events", { "page:toggled" => 3 }]).to eq(:changed)
        expect(state_of["events", { "page:opened" => 0 }]).to eq(:gone)
        expect(state_of["transformers", { "page-title" => %w[model] }]).to eq(:holds)
        expect(state_of["transformers", { "page-title" => %w[post] }]).to eq(:changed)
        expect(state_of["transformers", { "page-text" => [] }]).to eq(:gone)
      end

      it "says where it is that moved (S-check)" do
        write("#{client}/components/empty.gts", "export default class Empty {}\n")
        expect(state("client/outlets", { "beside" => %w[model] }, file: "components/empty")).to eq(
          [:moved, "is in #{client}/components/page.gjs"],
        )
      end
    end
  end

  it "reads TypeScript, with types and decorators, and exports (S-check)" do
    write("frontend/discourse/app/lib/text.ts", <<~JS)
      export async function cook(text: string, options?: { safe: boolean }): Promise<string> {
        return text as string;
      }
      export default class Text<T> { @tracked declare title: T; }
    JS
    exports = check("client/modules", { "lib/text" => %w[cook default excerpt] }).results
    expect(exports.map(&:state)).to eq(%i[holds holds gone])
    expect(state("client/api", { "cook" => "text, options?" }, file: "lib/text").first).to eq(
      :holds,
    )
  end

  context "with a file of the server" do
    before { write("lib/keeper.rb", <<~RUBY) }
      class Keeper
        FORMAT = 1

        # def lost(text)
        def keep(text, force: false)
          DiscourseEvent.trigger(:kept, text, by: self)
          DiscoursePluginRegistry.apply_modifier(:kept_text, text)
        end

        def self.find(*)
        end

        class << self
          def count = 0
        end
        alias_method :hold, :keep
      end
    RUBY

    it "reports a method of another name, of the other side, or with other parameters (S-check)" do
      methods = {
        "keep" => "text, force: false",
        "hold" => nil,
        "lost" => "text",
        "find" => "*",
        "store" => "",
      }
      results = check("server/prepends", { "Keeper" => methods }, file: "lib/keeper.rb").results
      expect(results.map(&:state)).to eq(%i[holds holds holds gone gone gone])

      methods = { "find" => "*", "count" => "", "keep" => nil }
      results =
        check(
          "server/prepends",
          { "Keeper.singleton_class" => methods },
          file: "lib/keeper.rb",
        ).results
      expect(results.map(&:state)).to eq(%i[holds holds holds gone])

      expect(
        check(
          "server/prepends",
          { "Keeper" => { "keep" => "text" } },
          file: "lib/keeper.rb",
        ).results.last,
      ).to have_attributes(
        state: :changed,
        words: "lib/keeper.rb takes (text, force: false), not (text)",
      )
    end

    it "reports a class, an event and a modifier that are gone or give something else (S-check)" do
      state_of = ->(kind, names) { state("server/#{kind}", names, file: "lib/keeper.rb").first }
      expect(state_of["constants", { "Keeper::FORMAT" => nil }]).to eq(:holds)
      expect(state_of["constants", { "Keeper::Lost" => nil }]).to eq(:gone)
      expect(state_of["events", { "kept" => "text, by: self" }]).to eq(:holds)
      expect(state_of["events", { "kept" => "self" }]).to eq(:changed)
      expect(state_of["modifiers", { "kept_texts" => "text" }]).to eq(:gone)
    end

    it "finds a class that moved to another file (S-check)" do
      expect(state("server/prepends", { "Keeper" => nil }, file: "lib/store.rb")).to eq(
        [:moved, "is in lib/keeper.rb"],
      )
    end
  end

  it "asks for columns and settings (S-check)" do
    write("app/models/post.rb", "class Post\nend\n\n#  raw :text\n")
    write("config/site_settings.yml", "posting:\n  max_length:\n    default: 1\n")
    columns = check("server/columns", { "Post" => %w[raw cooked] }, file: "app/models/post.rb")
    expect(columns.results.map(&:state)).to eq(%i[holds gone])
    settings = { "max_length" => nil, "default" => nil }
    expect(
      check("server/settings", settings, file: "config/site_settings.yml").results.map(&:state),
    ).to eq(%i[holds gone])
  end

  it "knows a class of a page however core writes it, and no part of one (S-check)" do
    write("frontend/discourse/app/components/row.js", <<~JS)
      export default Component.extend({ classNameBindings: ["isOpen", "kind:row-kind"], cls: "row__text" });
    JS
    selectors = {
      ".is-open" => nil,
      ".row-kind" => nil,
      ".row__text" => nil,
      ".row" => nil,
      ".kind-row" => nil,
    }
    results = check("client/selectors", selectors, file: "components/row").results
    expect(results.map(&:state)).to eq(%i[holds holds holds gone gone])
  end

  it "takes no file that cannot be read for one that lacks something (S-check)" do
    write("lib/broken.rb", "class Broken")
    write("frontend/discourse/app/lib/broken.js", "export function (")
    broken = { "server/prepends" => "lib/broken.rb", "client/api" => "lib/broken" }
    broken.each do |kind, file|
      expect { check(kind, { "x" => nil }, file:).results }.to raise_error(
        CoreSeams::Facts::Unreadable,
        /cannot be read/,
      )
    end
  end

  it "expects what a version is known for, and tells when it is otherwise no more (S-check)" do
    write("lib/version.rb", 'STRING = "9.9.9-dev"')
    write("lib/keeper.rb", "class Keeper\nend\n")
    gone = { "Keeper" => { "keep" => nil } }

    known =
      check("server/prepends", gone, file: "lib/keeper.rb", known: ["server/prepends Keeper#keep"])
    expect(known.unexpected).to be_empty
    expect(CoreSeams::Report.new(@list, known, @checkout).to_s).to include(
      "it is old (1): Keeper#keep",
    )

    stale =
      check(
        "server/prepends",
        { "Keeper" => nil },
        file: "lib/keeper.rb",
        known: ["server/prepends Keeper"],
      )
    expect(stale.unexpected.map(&:state)).to eq([:holds])
  end

  it "judges of some files only what is in them (S-check)" do
    expect(state("server/prepends", { "Keeper" => nil }, file: "lib/keeper.rb").first).to eq(:gone)
    expect(
      state("server/prepends", { "Keeper" => nil }, file: "lib/keeper.rb", partial: true).first,
    ).to eq(:unread)

    write("frontend/discourse/app/components/page.d.ts", "export default class Page {}\n")
    outlet = { "beside" => [] }
    expect(state("client/outlets", outlet, file: "components/page", partial: true).first).to eq(
      :unread,
    )
    export = { "components/page" => %w[title] }
    expect(state("client/modules", export, partial: true).first).to eq(:gone)
  end

  it "fails as a command, and says what is used by which file (S-check)" do
    write("lib/version.rb", 'STRING = "1.2.3"')
    command = File.expand_path("../../bin/lib/check_core.rb", __dir__)
    output, status = Open3.capture2e("ruby", command, root)
    expect(status).not_to be_success
    expect(output).to include("Discourse 1.2.3: 0 of ")
    expect(output).to include(
      "client/outlets composer-action-after: components/composer-container is not there",
    )
    expect(output).to include("used by api-initializers/encrypted-messages-composer.ts")

    expect(Open3.capture2e("ruby", command, "--partial", root).last).to be_success
  end
end

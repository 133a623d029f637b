# frozen_string_literal: true

# Checks what `Seams::TABLE` says about core, against the core that these specs run in.
RSpec.describe EncryptedMessages::Seams do
  def own_methods(extension)
    extension.instance_methods(false) + extension.private_instance_methods(false)
  end

  described_class.all.each do |seam|
    describe "#{seam.to} with #{seam.with || "nothing"}" do
      it "finds in core all that it relies on (S-server)" do
        expect(seam.missing).to eq([])
      end

      it "names every method of core that it takes the place of, and says why no hook serves (S-server)" do
        skip "#{seam.to} is not there" if seam.changed.nil?
        overridden =
          seam.with.nil? ? [] : own_methods(seam.extension).select { |name| seam.core_method(name) }
        expect(overridden).to match_array(seam.overrides)
        expect(seam.because).to be_present
      end
    end
  end

  it "names what cannot be registered, and lets the site start (S-server)" do
    allow(described_class).to receive(:unregistered).and_return(Set.new)
    expect(described_class.missing).to eq([])
    described_class.attempt("Serialization") { NoLongerInCore.on_preload }
    expect(described_class.missing).to eq(["Serialization"])
    described_class.attempt("Serialization") { true }
    expect(described_class.missing).to eq([])
  end

  it "is the one place where classes of core are changed (S-server)" do
    sources = Dir[File.expand_path("../../../../{plugin.rb,app/**/*.rb,lib/**/*.rb}", __dir__)]
    changing = /\.(prepend|class_eval|alias_method|include)\b(?!\?)/
    found = sources.select { |file| File.read(file).match?(changing) }
    expect(found.map { |file| File.basename(file) }).to eq(["seam.rb"])
  end
end

RSpec.describe EncryptedMessages::Seam do
  let(:core_class) do
    stub_const(
      "RenamedInCore",
      Class.new do
        def kept(one, two = 2, three: 3)
          [one, two, three]
        end

        def swapped(two, one)
        end

        def narrowed(one)
        end

        def widened(one, two, four: nil)
        end
      end,
    )
  end

  before do
    core_class
    stub_const(
      "EncryptedMessages::ExampleExtension",
      Module.new do
        def kept(one, *rest, **named)
          ["ours", super]
        end

        def swapped(one, two)
          ["ours", super]
        end

        def narrowed(one, two = nil)
          ["ours", super]
        end

        def widened(one, two)
          ["ours", super]
        end

        def gone
          ["ours", super]
        end
      end,
    )
  end

  def seam(to: "RenamedInCore", **row)
    described_class.new(to:, with: "ExampleExtension", **row).tap(&:apply)
  end

  it "finds nothing where core is as it is relied on" do
    expect(seam(overrides: %i[kept], needs: %i[narrowed]).missing).to eq([])
    expect(core_class.new.kept(1)).to eq(["ours", [1, 2, 3]])
  end

  it "names a class that core has no more, and lets the site start (S-server)" do
    expect(seam(to: "NoLongerInCore").missing).to eq(["NoLongerInCore"])
  end

  it "names a class that cannot be changed any more, and lets the site start (S-server)" do
    stub_const(
      "EncryptedMessages::ExampleExtension",
      Module.new do
        extend ActiveSupport::Concern
        prepended { validate :anything }
      end,
    )
    expect(seam.missing).to eq(["RenamedInCore"])
  end

  it "names methods that are gone, and those that take something else (S-server)" do
    found = seam(overrides: %i[gone swapped narrowed widened kept], needs: %i[missed]).missing
    expect(found).to eq(
      %w[
        RenamedInCore#gone
        RenamedInCore#swapped
        RenamedInCore#narrowed
        RenamedInCore#widened
        RenamedInCore#missed
      ],
    )
  end

  # Plugins are loaded in the order of their names, so theirs may lie below ours.
  context "when another plugin has changed the same method before" do
    def changed_by_another(klass)
      klass.tap { klass.prepend(Module.new { def kept(*) = super }) }
    end

    it "finds nothing where core is as it is relied on (S-server)" do
      changed_by_another(core_class)
      expect(seam(overrides: %i[kept]).missing).to eq([])
      expect(core_class.new.kept(1)).to eq(["ours", [1, 2, 3]])
    end

    it "names a method that core has no more (S-server)" do
      stub_const("EmptiedInCore", changed_by_another(Class.new))
      expect(seam(to: "EmptiedInCore", overrides: %i[kept]).missing).to eq(%w[EmptiedInCore#kept])
    end
  end

  it "names columns that are gone (S-server)" do
    found = described_class.new(to: "Post", with: "PostExtension", columns: %w[raw text]).missing
    expect(found).to eq(["posts.text"])
  end

  it "asks nothing of a plugin that the site does not have" do
    expect(seam(to: "NoLongerInCore", plugin: "not-installed").missing).to eq([])
  end
end

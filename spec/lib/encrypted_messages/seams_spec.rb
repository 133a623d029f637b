# frozen_string_literal: true

# What `Seams::TABLE` says of core, asked of the core that these specs run in.
RSpec.describe EncryptedMessages::Seams do
  def own_methods(extension)
    extension.instance_methods(false) + extension.private_instance_methods(false)
  end

  described_class.all.each do |seam|
    describe "#{seam.to} with #{seam.with}" do
      it "finds in core all that it relies on (S-server)" do
        expect(seam.missing).to eq([])
      end

      it "names every method of core that it takes the place of, and says why no hook serves (S-server)" do
        skip "#{seam.to} is not there" if seam.changed.nil?
        overridden = own_methods(seam.extension).select { |name| seam.core_method(name) }
        expect(overridden).to match_array(seam.overrides)
        expect(seam.because).to be_present
      end
    end
  end

  it "is the one place where classes of core are changed (S-server)" do
    sources = Dir[File.expand_path("../../../{plugin.rb,app/**/*.rb,lib/**/*.rb}", __dir__)]
    changing = /\.(prepend|class_eval|alias_method|include)\b(?!\?)/
    found = sources.select { |file| File.read(file).match?(changing) }
    expect(found.map { |file| File.basename(file) }).to eq(["seam.rb"])
  end
end

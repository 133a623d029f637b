# frozen_string_literal: true

require "open3"
require "tmpdir"

# That bin/fuzz finds what is wrong on purpose.
RSpec.describe "The fuzzer" do # rubocop:disable RSpec/DescribeClass
  root = Discourse::REPOSITORY.to_s

  around { |example| Dir.mktmpdir { |folder| (@folder = folder) && example.run } }

  def fuzz(*arguments)
    output, status =
      Open3.capture2e("bin/fuzz", "--seed", "7", *arguments, chdir: Discourse::REPOSITORY.to_s)
    [output, status.exitstatus]
  end

  # @param changes [Hash{String => Array(String, String)}] file of the heart => what is there, what is to be there
  # @return [String] a checkout with such a heart
  def changed_heart(changes)
    client = File.join(@folder, "assets/javascripts/discourse")
    FileUtils.mkdir_p(client)
    original = File.join(Discourse::REPOSITORY, "assets/javascripts/discourse")
    FileUtils.cp_r(%w[lib vendor].map { |name| File.join(original, name) }, client)
    changes.each do |name, (from, to)|
      text = File.read(File.join(client, "lib", name))
      expect(text).to include(from)
      File.write(File.join(client, "lib", name), text.sub(from) { to })
    end
    @folder
  end

  it "finds what only the second reader accepts, behind a signature, and gives it once more" do
    reader = File.join(@folder, "reader.rb")
    File.write(reader, <<~RUBY)
      require "#{root}/spec/support/protocol_decoder"
      any_length =
        Module.new do
          def fits?(item, type)
            type.is_a?(Integer) ? bytes?(item) : super
          end
        end
      ProtocolDecoder::Fields.singleton_class.prepend(any_length)
      load "#{root}/test/fuzz/reader.rb"
    RUBY
    output, code = fuzz("--only", "card", "--inputs", "1500", "--reader", reader)
    problem = "the second reader accepts what the heart refuses (malformed)"
    expect(output).to include("card: #{problem}")
    expect(output.lines.last).to match(/1,500 inputs, [1-9]\d* finds/)
    expect(code).to eq(1)

    find = output[/--again (\S+)/, 1]
    expect(fuzz("--again", find, "--reader", reader)).to match([include(problem), 1])
    expect(fuzz("--again", find)).to match([include("Nothing is wrong"), 0])
  end

  it "finds what only the heart accepts" do
    heart = changed_heart("message.ts" => [", 0, MAX_LATEST_READ)", ", 0, 99)"])
    output, code = fuzz("--only", "body", "--inputs", "4000", "--heart", heart)
    expect(output).to include("body: the heart accepts what the second reader refuses (malformed)")
    expect(code).to eq(1)
  end

  it "finds what crashes" do
    heart = changed_heart("errors.ts" => ["throw new ProtocolError(reason);", "throw 1;"])
    output, code = fuzz("--only", "padding", "--inputs", "100", "--heart", heart)
    expect(output).to include("padding: the heart crashes: 1")
    expect(code).to eq(1)
  end

  it "finds what takes too long" do
    start = "export function unpad(padded: Uint8Array, steps?: Steps): Bytes {"
    wait = "for (const began = process.cpuUsage(); process.cpuUsage(began).user < 60_000; );"
    heart = changed_heart("envelope.ts" => [start, "#{start}\n#{wait}"])
    output, code = fuzz("--only", "padding", "--inputs", "3", "--heart", heart)
    expect(output).to include("padding: the heart takes more than 50 ms")
    expect(code).to eq(1)
  end

  it "says which objects it could not put together again, instead of fuzzing behind them in vain" do
    heart = changed_heart("suite.ts" => ["MAX_GRANT_LENGTH = 1536", "MAX_GRANT_LENGTH = 1"])
    output, code = fuzz("--only", "grant", "--inputs", "3", "--heart", heart)
    expect(output).to include("A good grant is refused")
    expect(code).to eq(1)
  end

  it "gives the same inputs for the same seed" do
    tables =
      Array.new(2) do
        output, code = fuzz("--only", "cbor,draft,record", "--inputs", "2000")
        expect(code).to eq(0), output
        output.lines.grep(/\A(cbor|draft|record) /).map { |line| line.split.first(5) }
      end
    expect(tables.first).to eq(tables.last)
    expect(tables.first.size).to eq(3)
  end

  it "knows its decoders, and numbers" do
    output, code = fuzz("--only", "cards")
    expect(output).to include("No such decoder: cards; there are base64url, id, cbor")
    expect(code).to eq(1)
    expect(fuzz("--inputs", "many")).to match([include("No number: many"), 1])
  end
end
